import { MODEL_DIR_VARIABLE } from '../../../contract/environment';
import { MODEL_DIR, OPT_ML, OUTPUT_DATA_DIR, OUTPUT_DIR } from '../../../contract/filesystem';
import { isWithin } from '../../../contract/paths';
import { joinInside } from '../context/paths';
import type { ImageFile } from '../context/types';
import { pythonFilesOf } from '../python-files';
import type { PythonFacts } from '../readers/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { toolkitProgram } from './support/program-texts';

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
    {
      title: 'saved among the outputs',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py':
          'import os\nimport joblib\nout = os.path.join("/opt/ml", "output")\njoblib.dump({}, os.path.join(out, "model.joblib"))\n',
      },
    },
    {
      title: 'the variable of another directory, in a script that the toolkit starts',
      files: {
        Dockerfile:
          'FROM python:3.12\nRUN pip install sagemaker-training torch\nCOPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n',
        'train.py':
          'import os\nimport torch\ntorch.save({}, os.path.join(os.environ["SM_OUTPUT_DATA_DIR"], "m.pth"))\n',
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
      title: 'measurements among the outputs',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py':
          'import joblib, os\nmodel_dir = os.environ.get("SM_MODEL_DIR", "/opt/ml/model")\njoblib.dump({}, "/opt/ml/output/data/history.joblib")\njoblib.dump({}, os.path.join(model_dir, "model.joblib"))\n',
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
    if (subject.dockerfile.code.replace(HARMLESS, '').includes(MODEL_DIR)) return;
    const programs = trainingPrograms(subject);
    const started = subject.train.complete ? subject.train.chain.flatMap(({ file }) => (file ? [file] : [])) : [];
    const files = [...programs.map((it) => it.file), ...started];
    if (files.some(({ text }) => text === undefined || BRINGS_IT_ELSEWHERE.test(text))) return;
    if (programs.some(({ facts }) => facts.writesAnywhere || namesModelDir(facts))) return;
    const saves = programs.map(({ file, facts }) => ({ file, save: savedModel(subject, file, facts) }));
    // Saved rightly, or perhaps: what else is saved is a copy.
    if (saves.some(({ save }) => save === 'elsewhere')) return;
    for (const { file, save } of saves) {
      if (save === undefined || save === 'elsewhere') continue;
      const path = joinInside(workdirOf(subject) ?? '/', save.value);
      const doubt = isWithin(path, OUTPUT_DIR) ? MAY_KEEP_IT : MAY_BE_TOLD;
      const byOption = programs.some(({ facts }) => facts.likelyWrites.includes(save));
      if (!byOption && files.some(({ text }) => doubt.test(text ?? ''))) continue;
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` saves \`${save.value}\` on line ${save.range.start.line + 1}, and nothing is saved below \`${MODEL_DIR}\`: ${lost(path)}. Save it there.`,
        related: relatedInFile(file, save.range, 'This is not part of the model that SageMaker uploads.'),
      });
      return;
    }
  },
});

type Programs = readonly { readonly file: ImageFile; readonly facts: PythonFacts }[];

/** The Python files of the training program, whether ENTRYPOINT or a toolkit starts it; none when they can't all be seen. */
function trainingPrograms(subject: Subject): Programs {
  if (subject.train.complete) return subject.pythonOf('train');
  const script = toolkitProgram(subject);
  if (!script || subject.config.entrypoint.origin.from === 'instruction') return [];
  return pythonFilesOf({ chain: [{ file: script }] }, subject.files, subject.config, (it) => subject.python(it));
}

function workdirOf({ config }: Subject): string | undefined {
  return config.workdir.value.known ? config.workdir.value.value : undefined;
}

/** The first model that is saved where it is lost; `elsewhere`: something is, or may be, saved where it is kept. */
function savedModel(
  subject: Subject,
  file: ImageFile,
  facts: PythonFacts,
): PythonFacts['writes'][number] | 'elsewhere' | undefined {
  const cwd = workdirOf(subject);
  if (cwd === undefined) return 'elsewhere';
  const writes = [...facts.writes, ...facts.likelyWrites];
  const kept = (path: string): boolean => {
    const full = joinInside(cwd, path);
    return isWithin(full, OPT_ML) && !isWithin(full, OUTPUT_DIR);
  };
  if (writes.some((it) => kept(it.value))) return 'elsewhere';
  const lines = (file.text ?? '').split('\n');
  return writes.find(
    (it) =>
      MODEL_FILE.test(it.value) ||
      (isWithin(it.value, OUTPUT_DIR) && SAVES_MODEL.test(lines[it.range.start.line] ?? '')),
  );
}

/** Calls that save a model whatever the file is called. */
const SAVES_MODEL = /\bsave_(?:pretrained|model)\(|\bsaved_model\.save\(/;

function lost(path: string): string {
  if (isWithin(path, OUTPUT_DATA_DIR))
    return `\`${OUTPUT_DATA_DIR}\` is uploaded as \`output.tar.gz\`, and \`model.tar.gz\`, which endpoints load, stays empty`;
  return 'SageMaker uploads that directory only, so the model is lost when the job ends';
}

/** A text that is, or ends in, the directory's name: the path may be put together from it. */
function namesModelDir(facts: PythonFacts): boolean {
  return (
    facts.environmentReads.some((it) => it.value.name === MODEL_DIR_VARIABLE) ||
    facts.strings.some(({ value }) => value.text.includes(MODEL_DIR) || /^\/?models?\/?$/.test(value.text))
  );
}

/** Making the directory is no sign that anything is saved in it. */
const HARMLESS = /\b(?:mkdir|chmod|chown)\b[^&;|\n]*/g;

/** It changes the directory it works in, or brings the model to S3 or a registry itself. */
const BRINGS_IT_ELSEWHERE = new RegExp(
  `${MODEL_DIR}|chdir|boto3|s3fs|s3://|mlflow|wandb|subprocess|os\\.system|\\bcp\\b|\\bmv\\b`,
  'i',
);

/** A library may be given the directory under that name: what is saved elsewhere is a copy then. */
const MAY_KEEP_IT = /model[-_]?dir/i;

/** A file in WORKDIR may be a draft: the place of the model itself may come from an argument or a variable. */
const MAY_BE_TOLD = /opt_ml|SM_(?!CHANNEL|HP|NUM|HOST|CURRENT)|model[-_]?dir|output[-_]?dir/i;
