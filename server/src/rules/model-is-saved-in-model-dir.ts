import { MODEL_DIR_VARIABLE } from '../../../contract/environment';
import { MODEL_DIR, OPT_ML } from '../../../contract/filesystem';
import { isWithin } from '../../../contract/paths';
import { joinInside } from '../context/paths';
import type { ImageFile } from '../context/types';
import type { PythonFacts } from '../readers/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';

/** Files that only a trained model has as its ending. */
const MODEL_FILE = /\.(?:pkl|pickle|joblib|pt|pth|h5|hdf5|keras|onnx|safetensors|ckpt|cbm|ubj|bst|mlmodel|pmml)$/i;

export const modelIsSavedInModelDir = defineRule({
  id: 'model-is-saved-in-model-dir',
  summary: `Training saves the model below ${MODEL_DIR}`,
  requirements: ['FS-05'],
  roles: ['training'],
  severity: 'warning',
  fixable: false,
  why: `When training ends, SageMaker packs \`${MODEL_DIR}\` into \`model.tar.gz\` and uploads it. A model saved anywhere else is thrown away with the container: the job succeeds, and there is nothing to deploy.`,
  remedy: `Save it below \`os.environ.get("${MODEL_DIR_VARIABLE}", "${MODEL_DIR}")\`.`,
  bad: [
    {
      title: 'saved beside the program',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nWORKDIR /opt/program\nCOPY train.py .\nENTRYPOINT ["python", "train.py"]\n',
        'train.py': 'import joblib\njoblib.dump({}, "model.joblib")\n',
      },
    },
  ],
  good: [
    {
      title: 'saved where SageMaker looks',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nWORKDIR /opt/program\nCOPY train.py .\nENTRYPOINT ["python", "train.py"]\n',
        'train.py': 'import joblib\njoblib.dump({}, "scratch.joblib")\njoblib.dump({}, "/opt/ml/model/model.joblib")\n',
      },
    },
    {
      title: 'a path that the job gives',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py': 'import joblib, sys\njoblib.dump({}, "scratch.joblib")\njoblib.dump({}, sys.argv[1])\n',
      },
    },
    {
      title: 'a file that is no model',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py': 'open("notes.txt", "w")\n',
      },
    },
    {
      title: 'uploaded by the program itself',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py':
          'import boto3, joblib\njoblib.dump({}, "model.joblib")\nboto3.client("s3").upload_file("model.joblib", "bucket", "model.joblib")\n',
      },
    },
  ],
  check(subject, report) {
    if (!subject.train.complete || subject.dockerfile.code.includes(MODEL_DIR)) return;
    const programs = subject.pythonOf('train');
    const scripts = subject.train.chain.flatMap(({ file }) => (file ? [file] : []));
    if ([...programs.map((it) => it.file), ...scripts].some(mayReachModelDir)) return;
    if (programs.some(({ facts }) => facts.writesIncomplete)) return;
    for (const { file, facts } of programs) {
      const save = savedModel(subject, facts);
      if (!save) continue;
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` saves \`${save.value}\` on line ${save.range.start.line + 1}, and nothing is saved below \`${MODEL_DIR}\`: SageMaker uploads that directory only, so the model is lost when the job ends. Save it there.`,
        related: relatedInFile(file, save.range, 'This is thrown away with the container.'),
      });
      return;
    }
  },
});

function savedModel(subject: Subject, facts: PythonFacts): PythonFacts['writes'][number] | undefined {
  const { workdir } = subject.config;
  if (!workdir.value.known) return undefined;
  const cwd = workdir.value.value;
  if (facts.writes.some((it) => isWithin(joinInside(cwd, it.value), OPT_ML))) return undefined;
  return facts.writes.find((it) => MODEL_FILE.test(it.value));
}

/** It names the directory in some way, changes the directory it works in, or brings the model to S3 or a registry itself. */
function mayReachModelDir({ text }: ImageFile): boolean {
  return (
    text === undefined ||
    /opt\/ml|opt_ml|SM_|model[-_]?dir|output[-_]?dir|chdir|boto3|s3fs|s3:\/\/|mlflow|wandb|subprocess|os\.system|\bcp\b|\bmv\b/i.test(
      text,
    )
  );
}
