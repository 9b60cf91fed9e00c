import { defineRule } from './rule';
import type { Subject } from '../subject';
import { knowsPipPackages } from './support/build-knowledge';
import { appendToStage } from './support/edits';
import { baseRange } from './support/places';
import { isRoot } from './support/users';

const USER = 'RUN useradd -m -u 1000 -g 100 dev\n';

export const studioKernelExists = defineRule({
  id: 'studio-kernel-exists',
  summary: 'The Studio image has a Jupyter kernel',
  requirements: ['STUDIO-08'],
  roles: ['studio'],
  severity: 'warning',
  fixable: true,
  why: 'Studio runs notebooks in a kernel of the image, and finds it by its kernel spec. Without `ipykernel` a Python image has none, and the app cannot be used.',
  remedy: 'Install it: `RUN pip install ipykernel && python -m ipykernel install --sys-prefix`.',
  bad: [
    {
      title: 'Python without a kernel',
      files: {
        Dockerfile: `# sagemaker: roles=studio\nFROM python:3.12-slim\n${USER}RUN pip install polars\nUSER 1000\n`,
      },
    },
    {
      title: 'requirements without a kernel',
      files: {
        Dockerfile: `# sagemaker: roles=studio\nFROM python:3.12-slim\n${USER}COPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt\nUSER 1000\n`,
        'requirements.txt': 'polars\npyarrow\n',
      },
    },
  ],
  good: [
    {
      title: 'ipykernel',
      files: {
        Dockerfile: `# sagemaker: roles=studio\nFROM python:3.12-slim\n${USER}RUN pip install polars ipykernel\nUSER 1000\n`,
      },
    },
    {
      title: 'JupyterLab brings one',
      files: {
        Dockerfile: `# sagemaker: roles=studio\nFROM python:3.12-slim\n${USER}COPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt\nUSER 1000\n`,
        'requirements.txt': 'jupyterlab>=4,<5\n',
      },
    },
    {
      title: 'packages that are not known',
      files: {
        Dockerfile: `# sagemaker: roles=studio\nFROM python:3.12-slim\n${USER}ARG PACKAGES\nRUN pip install $PACKAGES\nUSER 1000\n`,
      },
    },
    {
      title: 'Code Editor runs no kernel',
      files: {
        Dockerfile: `# sagemaker: roles=studio\nFROM python:3.12\n${USER}RUN curl -L https://example.com/code-server.tar.gz | tar -xz -C /opt\nUSER 1000\n`,
      },
    },
    {
      title: 'a base image of unknown content',
      files: { Dockerfile: '# sagemaker: roles=studio\nFROM example.com/team/base:1\nUSER 1000\n' },
    },
  ],
  check(subject, report) {
    const { row } = subject.stage.base;
    if (row?.kind !== 'language' || !row.has.includes('python') || !knowsPipPackages(subject)) return;
    if ([...row.packages, ...subject.packages.map((it) => it.name)].some((it) => BRINGS_KERNEL.test(it))) return;
    if (hasOtherKernel(subject) || subject.packages.some((it) => it.local)) return;
    const { value } = subject.config.user;
    const user = value.known && !isRoot(value.value) ? value.value : undefined;
    const line = 'RUN pip install ipykernel && python -m ipykernel install --sys-prefix';
    const lines = user === undefined ? [line] : ['USER root', line, `USER ${user}`];
    report({
      range: baseRange(subject),
      message:
        'Nothing in this image brings a Jupyter kernel, so Studio finds none to run notebooks with. Install `ipykernel`.',
      fixes: [{ title: 'Install ipykernel', edits: [appendToStage(subject, ...lines)], safe: false }],
    });
  },
});

/** Packages that are, or depend on, a kernel. */
const BRINGS_KERNEL =
  /jupyter|kernel|notebook|nbclassic|nbdev|spyder|voila|ipywidgets|autogluon|mercury|xeus|almond|sagemaker-studio/;

/** Another language's kernel, or an editor that needs none. */
function hasOtherKernel({ dockerfile, files }: Subject): boolean {
  return (
    /kernel|jupyter|code-?editor|code-?server|vscode|rstudio/i.test(dockerfile.code) ||
    files.files.some((it) => it.path.endsWith('/kernel.json'))
  );
}
