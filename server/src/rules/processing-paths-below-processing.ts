import {
  FAILURE_FILE,
  INPUT_DATA_DIR,
  MESSAGE_FILE,
  MODEL_DIR,
  OUTPUT_DATA_DIR,
  OUTPUT_DIR,
  OUTPUT_METRICS_DIR,
  PROCESSING_DIR,
} from '../../../contract/filesystem';
import { isWithin } from '../../../contract/paths';
import { joinInside } from '../context/paths';
import type { ImageFile } from '../context/types';
import type { PythonFacts } from '../readers/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { programsOf } from './support/program-texts';
import { readsBelow, writesBelow } from './support/python-access';

export const processingPathsBelowProcessing = defineRule({
  id: 'processing-paths-below-processing',
  summary: `Processing programs read and write below ${PROCESSING_DIR}`,
  requirements: ['PROC-01'],
  roles: ['processing'],
  severity: 'warning',
  fixable: false,
  why: `Inputs and outputs of a processing job lie at paths that the job names, all below \`${PROCESSING_DIR}\`. \`${INPUT_DATA_DIR}\`, \`${MODEL_DIR}\` and \`${OUTPUT_DATA_DIR}\` belong to training: nothing appears there, and nothing is saved from there.`,
  remedy: `Read below \`${PROCESSING_DIR}/input\` and write below \`${PROCESSING_DIR}/output\`, the local paths of the job.`,
  bad: [
    {
      title: 'reads a channel of training',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'print(open("/opt/ml/input/data/train/a.csv").read())\n',
      },
    },
    {
      title: 'writes where training saves the model',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'open("/opt/ml/model/a.bin", "wb")\n',
      },
    },
    {
      title: 'writes among the outputs of training',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'open("/opt/ml/output/train.csv", "w").write(open("/opt/ml/processing/input/a.csv").read())\n',
      },
    },
    {
      title: 'writes beside the program, and nothing else',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nWORKDIR /app\nCOPY a.py .\nENTRYPOINT ["python", "a.py"]\n',
        'a.py': 'import pandas as pd\npd.read_csv("/opt/ml/processing/input/a.csv").to_csv("clean.csv")\n',
      },
    },
  ],
  good: [
    {
      title: 'below processing',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'open("/opt/ml/processing/output/a.csv", "w").write(open("/opt/ml/processing/input/a.csv").read())\n',
      },
    },
    {
      title: 'the message of the job, and a scratch file',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nWORKDIR /app\nCOPY a.py .\nENTRYPOINT ["python", "a.py"]\n',
        'a.py':
          'import pandas as pd\nd = pd.read_csv("/opt/ml/processing/input/a.csv")\nd.to_csv("scratch.csv")\nd.to_csv("/opt/ml/processing/output/a.csv")\nopen("/opt/ml/output/message", "w").write("done")\n',
      },
    },
    {
      title: 'uploaded by the program itself',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nWORKDIR /app\nCOPY a.py .\nENTRYPOINT ["python", "a.py"]\n',
        'a.py':
          'import boto3\nimport pandas as pd\npd.read_csv("/opt/ml/processing/input/a.csv").to_csv("clean.csv")\nboto3.client("s3").upload_file("clean.csv", "bucket", "clean.csv")\n',
      },
    },
    {
      title: 'an image that trains, too',
      files: {
        Dockerfile:
          '# sagemaker: roles=training,processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'open("/opt/ml/model/a.bin", "wb").write(open("/opt/ml/input/data/train/a.csv").read())\n',
      },
    },
  ],
  check(subject, report) {
    if (subject.has('training') || subject.has('inference')) return;
    for (const file of programsOf(subject, ['run'])) {
      const facts = subject.python(file);
      if (!facts) continue;
      const read = readsBelow(file, facts, [INPUT_DATA_DIR])[0];
      const write = writesBelow(file, facts, [MODEL_DIR, OUTPUT_DIR]).find((it) => !isOfProcessing(it.path));
      const found = read ?? write;
      if (!found) {
        reportLost(subject, file, facts, report);
        continue;
      }
      const what = read ? 'reads' : 'writes';
      const effect = read ? 'nothing appears there' : 'nothing is saved from there';
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` ${what} \`${found.path}\` on line ${found.range.start.line + 1}, a path of training jobs: in a processing job ${effect}. Use the local paths of the job, below \`${PROCESSING_DIR}\`.`,
        related: relatedInFile(file, found.range, 'Processing jobs have no such directory.'),
      });
    }
  },
});

/** Files in the directory of outputs that processing jobs have, too. */
function isOfProcessing(path: string): boolean {
  return [MESSAGE_FILE, FAILURE_FILE, OUTPUT_METRICS_DIR].some((it) => isWithin(path, it));
}

/** All that it writes lies where no output of a job can be: they begin below PROCESSING_DIR. */
function reportLost(
  subject: Subject,
  file: ImageFile,
  facts: PythonFacts,
  report: Parameters<typeof processingPathsBelowProcessing.check>[1],
): void {
  const { workdir } = subject.config;
  if (!workdir.value.known || !subject.run.complete || facts.writesIncomplete) return;
  if (file.text === undefined || BRINGS_IT_ELSEWHERE.test(file.text)) return;
  const cwd = workdir.value.value;
  if (facts.writes.some((it) => isWithin(joinInside(cwd, it.value), PROCESSING_DIR))) return;
  const lost = facts.writes.find((it) => DATA_FILE.test(it.value));
  if (!lost || !facts.reads.some((it) => isWithin(it.value, PROCESSING_DIR))) return;
  report({
    range: fileRange(subject, file),
    message: `\`${baseName(file.path)}\` writes \`${lost.value}\` on line ${lost.range.start.line + 1}, and nothing below \`${PROCESSING_DIR}\`: the outputs of a processing job lie there, so what it makes is thrown away with the container. Write below \`${PROCESSING_DIR}/output\`.`,
    related: relatedInFile(file, lost.range, 'This is thrown away with the container.'),
  });
}

const DATA_FILE = /\.(?:csv|tsv|parquet|jsonl?|pkl|pickle|joblib|npy|npz|feather|h5|arrow|avro|tfrecord)(?:\.gz)?$/i;

/** It changes the directory it works in, or brings what it makes somewhere by other means. */
const BRINGS_IT_ELSEWHERE =
  /chdir|boto3|botocore|awswrangler|s3fs|s3:\/\/|sqlalchemy|psycopg|pymysql|snowflake|mlflow|wandb|requests|httpx|urllib|subprocess|os\.system|os\.environ|getenv|\bcp\b|\bmv\b/i;
