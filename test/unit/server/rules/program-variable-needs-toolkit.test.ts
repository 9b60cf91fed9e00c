import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const ID = 'program-variable-needs-toolkit';
const END = 'COPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py\n';

function severities(lines: string, files: Record<string, string> = {}): readonly string[] {
  const all = { Dockerfile: `FROM python:3.12\n${lines}${END}`, 'train.py': 'print(1)\n', ...files };
  return lintFiles(all)
    .findings.filter((it) => it.rule === ID)
    .map((it) => it.severity);
}

describe('program-variable-needs-toolkit', () => {
  it.each([
    ['nothing is installed', '', {}],
    ['-r attached to its file', 'COPY r.txt /\nRUN pip install -r/r.txt\n', { 'r.txt': 'numpy\n' }],
    ['--requirement=file', 'COPY r.txt /\nRUN pip install --requirement=/r.txt\n', { 'r.txt': 'numpy\n' }],
    [
      'a file that includes another one, both read',
      'COPY r.txt o.txt /\nRUN pip install -r /r.txt\n',
      { 'r.txt': 'numpy\n-r o.txt\n', 'o.txt': 'pandas\n' },
    ],
  ])('is an error when %s', (_title, lines, files) => {
    expect(severities(lines, files)).toEqual(['error']);
  });

  it.each([
    [
      'a file is included that is not there',
      'COPY r.txt /\nRUN pip install -r /r.txt\n',
      { 'r.txt': 'numpy\n-r o.txt\n' },
    ],
    ['the list comes from the web', 'RUN pip install -r https://example.com/r.txt\n', {}],
    [
      'a wheel is installed',
      'COPY own-1.0-py3-none-any.whl /tmp/\nRUN pip install /tmp/own-1.0-py3-none-any.whl\n',
      {},
    ],
    ['a repository is installed', 'RUN pip install git+https://github.com/aws/sagemaker-training-toolkit\n', {}],
    [
      'a project computes what it needs',
      'COPY setup.py /src/\nRUN pip install /src\n',
      { 'setup.py': 'from setuptools import setup\nsetup(name="x", install_requires=open("r.txt").read().split())\n' },
    ],
    ['a script runs', 'COPY install.sh /\nRUN sh /install.sh\n', { 'install.sh': 'pip install "$1"\n' }],
    ['a package is a build argument', 'ARG PACKAGE\nRUN pip install ${PACKAGE}\n', {}],
    ['another package of SageMaker may need it', 'RUN pip install sagemaker-ssh-helper\n', {}],
    ['a virtual environment is copied', 'COPY --from=example.com/tools /opt/venv /opt/venv\n', {}],
  ])('says nothing when %s', (_title, lines, files) => {
    expect(severities(lines, files)).toEqual([]);
  });
});
