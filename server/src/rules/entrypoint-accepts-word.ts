import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { Range } from 'vscode-languageserver-types';
import type { RequirementId } from '../../../contract/requirements';
import type { Command } from '../dockerfile/types';
import type { Fix } from '../lint/finding';
import type { Outcome } from '../start/types';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { headline } from './support/places';
import { entrypointFor } from './support/start-commands';

export const entrypointAcceptsWord = defineRule({
  id: 'entrypoint-accepts-word',
  summary: 'The ENTRYPOINT copes with the word `train` or `serve` that SageMaker appends',
  requirements: ['LAUNCH-01', 'LAUNCH-02'],
  roles: ['training', 'inference'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker appends `train` or `serve` to the ENTRYPOINT. Programs that check their arguments (`uvicorn`, `hypercorn`, `vllm serve`, argparse without a positional …) end with an error on that word, so the container dies at once and the endpoint reads "did not pass the ping health check".',
  remedy:
    'Start the program through `["/bin/sh", "-c", "exec …"]`, which drops the word, or through a script that handles it.',
  bad: [
    {
      title: 'uvicorn',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nENTRYPOINT ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8080"]\n',
      },
    },
    {
      title: 'argparse without a positional',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py':
          'import argparse\n\nif __name__ == "__main__":\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--epochs", type=int, default=3)\n    args = parser.parse_args()\n',
      },
    },
    {
      title: 'a start script hands the word on',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCOPY start.sh /opt/program/start.sh\nENTRYPOINT ["/opt/program/start.sh"]\n',
        '+x start.sh': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port 8080 "$@"\n',
      },
    },
    {
      title: 'a start script that knows other words only',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nCOPY start.sh /opt/program/start.sh\nENTRYPOINT ["/opt/program/start.sh"]\n',
        '+x start.sh':
          '#!/bin/sh\ncase "$1" in\n  web) exec gunicorn --bind 0.0.0.0:8080 --workers 2 --timeout 60 app:app ;;\n  *) echo "unknown: $1"; exit 1 ;;\nesac\n',
      },
    },
    {
      title: 'argparse choices without the word',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY main.py /opt/program/main.py\nENTRYPOINT ["python", "/opt/program/main.py"]\n',
        'main.py':
          'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("job", choices=["fit", "evaluate"])\nargs = parser.parse_args()\n',
      },
    },
    {
      title: 'an option that must be given',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py':
          'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--data", required=True)\nargs, _ = parser.parse_known_args()\n',
      },
    },
  ],
  good: [
    {
      title: 'an option that must be given, and is',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py", "--data=/opt/ml/input/data/train"]\n',
        'train.py':
          'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--data", required=True)\nargs, _ = parser.parse_known_args()\n',
      },
    },
    {
      title: 'a start script that knows the word',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nCOPY start.sh /opt/program/start.sh\nENTRYPOINT ["/opt/program/start.sh"]\n',
        '+x start.sh':
          '#!/bin/sh\ncase "$1" in\n  serve) exec gunicorn --bind 0.0.0.0:8080 --workers 2 --timeout 60 app:app ;;\n  *) echo "unknown: $1"; exit 1 ;;\nesac\n',
      },
    },
    {
      title: 'argparse choices with the word',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY main.py /opt/program/main.py\nENTRYPOINT ["python", "/opt/program/main.py"]\n',
        'main.py':
          'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("job", choices=["train", "evaluate"])\nargs = parser.parse_args()\n',
      },
    },
    {
      title: 'a shell drops the word',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nENTRYPOINT ["/bin/sh", "-c", "exec uvicorn app:app --host 0.0.0.0 --port 8080"]\n',
      },
    },
    {
      title: 'gunicorn does not mind',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--timeout", "60", "app:app"]\n',
      },
    },
    {
      title: 'argparse with a positional',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py':
          'import argparse\n\nif __name__ == "__main__":\n    parser = argparse.ArgumentParser()\n    parser.add_argument("command")\n    args = parser.parse_args()\n',
      },
    },
  ],
  check(subject, report) {
    const { entrypoint } = subject.config;
    if (entrypoint.origin.from !== 'instruction' || !entrypoint.value.known || !entrypoint.value.value) return;
    const failing = (
      [
        ['training', TRAIN_WORD, subject.train, 'LAUNCH-01'],
        ['inference', SERVE_WORD, subject.serve, 'LAUNCH-02'],
      ] as const
    ).filter(([role, , start]) => subject.has(role) && start.outcome.kind === 'rejects');
    const [first] = failing;
    if (!first || first[2].outcome.kind !== 'rejects') return;
    const requirements: RequirementId[] = failing.map((it) => it[3]);
    const range = headline(subject, entrypoint.origin.instruction);
    const command = entrypoint.value.value;
    const { outcome } = first[2];
    report({
      range,
      requirements,
      message: `\`docker run IMAGE ${first[1]}\` will fail: ${outcome.why}. ${advice(outcome, first[1])}`,
      fixes: outcome.knows || outcome.wantsMore === true ? [] : dropWord(command, range),
    });
  },
});

function advice(outcome: Extract<Outcome, { kind: 'rejects' }>, word: string): string {
  if (outcome.wantsMore === true) return 'Give it in the ENTRYPOINT, or give it a default.';
  if (!outcome.knows) return 'Drop the word with `["/bin/sh", "-c", "exec …"]`, or handle it.';
  const known = outcome.knows.slice(0, 4).map((it) => `\`${it}\``);
  return `It knows ${known.join(', ')}; let it handle \`${word}\` too.`;
}

function dropWord(command: Command, range: Range): readonly Fix[] {
  if (command.form !== 'exec' || command.words.length < 2) return [];
  const edits = [replace(range, entrypointFor(command, true))];
  return [{ title: 'Start it through a shell that drops the word', edits, safe: false }];
}
