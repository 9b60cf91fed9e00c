import { parseDockerignore } from '../context/dockerignore';
import { joinPath } from '../context/paths';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { climbsOut, contextSourcesOf, stateOf } from './support/context-sources';

export const copySourceExists = defineRule({
  id: 'copy-source-exists',
  summary: 'What COPY takes from the build context is there',
  requirements: ['IMG-15'],
  roles: 'any',
  severity: 'warning',
  fixable: false,
  why: 'The build stops at a COPY whose source is not in the build context: there is no image to push.',
  remedy:
    'Correct the path, add the file, or name the folder you build from as `context` in `.sagemaker/containers.json`.',
  bad: [
    {
      title: 'a file that is not there',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\nCOPY requirement.txt /tmp/requirements.txt\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
        'requirements.txt': 'numpy\n',
      },
    },
    {
      title: 'something that the build makes',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\nCOPY dist/model.whl /tmp/\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'something that git leaves out',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\nCOPY data/set.csv /data/set.csv\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
        '.gitignore': '/data\n',
      },
    },
  ],
  good: [
    {
      title: 'files and folders that are there, and an optional one',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\nCOPY src "requirements.txt" pyproject.tom[l] /opt/program/\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
        'src/a.py': 'print(1)\n',
        'requirements.txt': 'numpy\n',
      },
    },
    {
      title: 'nothing can be said without the files',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\nCOPY a b c /opt/program/\n',
      },
    },
  ],
  check(subject, report) {
    for (const source of contextSourcesOf(subject)) {
      if (climbsOut(source.pattern) || stateOf(source, subject) !== 'missing') continue;
      const made = isMade(source.pattern, subject);
      report({
        range: source.word.range,
        severity: made ? 'hint' : 'warning',
        message: made
          ? `\`${source.pattern}\` is not in the build context now. It has to be made before the build.`
          : `\`${source.pattern}\` is not in the build context, so the build stops here. Correct the path or add the file.`,
      });
    }
  },
});

/** Files that are usually made or fetched before the build. */
const MADE =
  /\.(?:whl|tar|gz|tgz|bz2|xz|zip|jar|war|so|exe|deb|rpm|pkl|pickle|joblib|pt|pth|bin|onnx|h5|hdf5|ckpt|safetensors|npy|npz|parquet|csv|pem|crt|env)$|(?:^|\/)(?:dist|build|target|out|output|artifacts?|wheels?|wheelhouse|models?|weights|checkpoints?|data|node_modules|vendor|tmp|temp|cache|\.git|\.env|\.ssh|\.aws|secrets?)(?:\/|$)/i;

function isMade(pattern: string, subject: Subject): boolean {
  return MADE.test(pattern) || isLeftOutOfGit(pattern, subject);
}

/** What `.gitignore` names is not in every checkout. Its patterns are read near enough for that. */
function isLeftOutOfGit(pattern: string, { context }: Subject): boolean {
  const text = context.root === undefined ? undefined : context.fs.read(joinPath(context.root, '.gitignore'));
  if (text === undefined) return false;
  const lines = text.split('\n').map((line) => (/^[!#]|\/.*\S/.test(line.trim()) ? line : `**/${line.trim()}`));
  return parseDockerignore(lines.filter((it) => it !== '**/').join('\n'))(pattern);
}
