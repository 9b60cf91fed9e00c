import { SERVING_HOST, STUDIO_PORT } from '../../../contract/serving';
import { JUPYTERLAB_BASE_URL } from '../../../contract/studio-apps';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseName } from './support/places';
import {
  addArgument,
  appCommand,
  argumentRange,
  given,
  replaceArgument,
  type AppCommand,
  type Given,
} from './support/studio-app';

const INSTALL =
  '# sagemaker: roles=studio\nFROM python:3.12-slim\nRUN pip install "jupyterlab>=4,<5" && useradd -m -u 1000 -g 100 sagemaker-user\nUSER 1000:100\n';
const RIGHT = `"--ServerApp.ip=${SERVING_HOST}", "--ServerApp.port=${STUDIO_PORT}", "--ServerApp.token=''"`;

interface Setting {
  readonly name: string;
  readonly right: string;
  readonly isWrong: (value: string) => boolean;
  /** JupyterLab's own default fits. */
  readonly byDefault: boolean;
}

const SETTINGS: readonly Setting[] = [
  { name: 'port', right: String(STUDIO_PORT), isWrong: (it) => it !== String(STUDIO_PORT), byDefault: true },
  { name: 'ip', right: SERVING_HOST, isWrong: (it) => /^(?:localhost|127\.[\d.]+|::1)$/.test(it), byDefault: false },
  {
    name: 'base_url',
    right: JUPYTERLAB_BASE_URL,
    isWrong: (it) => it.replace(/\/$/, '').replace(/^\/?/, '/') !== JUPYTERLAB_BASE_URL,
    byDefault: false,
  },
];

export const jupyterlabListensForStudio = defineRule({
  id: 'jupyterlab-listens-for-studio',
  summary: 'JupyterLab listens where Studio looks for it',
  requirements: ['STUDIO-03'],
  roles: ['studio'],
  severity: 'error',
  fixable: true,
  why: `Studio reaches the app on port ${STUDIO_PORT}, from outside the container, below \`${JUPYTERLAB_BASE_URL}\`; its health check asks \`${JUPYTERLAB_BASE_URL}/api/status\`. An app that listens elsewhere is stopped as not healthy.`,
  remedy: `Start it with \`jupyter-lab --ServerApp.ip=${SERVING_HOST} --ServerApp.port=${STUDIO_PORT} --ServerApp.base_url=${JUPYTERLAB_BASE_URL} --ServerApp.token='' --ServerApp.allow_origin='*'\`.`,
  bad: [
    {
      title: 'another port',
      files: {
        Dockerfile: `${INSTALL}ENTRYPOINT ["jupyter-lab"]\nCMD ["--ServerApp.ip=0.0.0.0", "--ServerApp.port=8889", "--ServerApp.base_url=${JUPYTERLAB_BASE_URL}"]\n`,
      },
    },
    { title: 'no base URL', files: { Dockerfile: `${INSTALL}ENTRYPOINT ["jupyter-lab"]\nCMD [${RIGHT}]\n` } },
    {
      title: 'another base URL, by a script',
      files: {
        Dockerfile: `${INSTALL}COPY start.sh /usr/local/bin/start.sh\nENTRYPOINT ["/usr/local/bin/start.sh"]\n`,
        '+x start.sh': '#!/bin/bash\nset -e\nexec jupyter lab --ip 0.0.0.0 --ServerApp.base_url=/jupyter/default\n',
      },
    },
    {
      title: 'only inside the container, shell form',
      files: { Dockerfile: `${INSTALL}CMD jupyter lab --ip=127.0.0.1 --ServerApp.base_url=${JUPYTERLAB_BASE_URL}\n` },
    },
  ],
  good: [
    {
      title: 'as AWS’s documentation has it',
      files: {
        Dockerfile: `${INSTALL}ENTRYPOINT ["jupyter-lab"]\nCMD [${RIGHT}, "--ServerApp.allow_origin=*", "--ServerApp.base_url=${JUPYTERLAB_BASE_URL}/"]\n`,
      },
    },
    {
      title: 'a configuration file says the rest',
      files: {
        Dockerfile: `${INSTALL}COPY jupyter_server_config.py /etc/jupyter/jupyter_server_config.py\nENTRYPOINT ["jupyter", "lab"]\n`,
        'jupyter_server_config.py': 'c.ServerApp.base_url = "/jupyterlab/default"\n',
      },
    },
    {
      title: 'a port and a base URL that are not known',
      files: {
        Dockerfile: `${INSTALL}CMD jupyter lab --ip=0.0.0.0 --port=$PORT --ServerApp.base_url=$BASE_URL\n`,
      },
    },
  ],
  check(subject, report) {
    const command = appCommand(subject, jupyterLab);
    if (!command) return;
    for (const setting of SETTINGS) {
      const value = given(
        command,
        new RegExp(`^--(?:(?:ServerApp|LabApp|NotebookApp|ExtensionApp)\\.)?${setting.name}$`),
      );
      const flag = `--ServerApp.${setting.name}=${setting.right}`;
      const argument = value.state === 'known' ? value.word : undefined;
      const wrong = value.state === 'known' && setting.isWrong(value.value);
      if (!wrong && !isMissing(subject, command, setting, value)) continue;
      report({
        range: argumentRange(subject, command, argument),
        severity: wrong ? 'error' : 'warning',
        message: wrong
          ? `JupyterLab has \`${setting.name}\` \`${value.value}\`, and Studio looks for it at \`${setting.right}\`: the app never becomes healthy. Write \`${flag}\`.`
          : `JupyterLab is started without \`${flag}\`, and Studio looks for it there: the app never becomes healthy. Add it.`,
        related: command.related,
        fixes: wrong ? replaceArgument(subject, argument, flag) : addArgument(subject, command, flag),
      });
    }
  },
});

function jupyterLab(argv: readonly (string | undefined)[]): number {
  const at = argv.findIndex((it) => it !== undefined && /^jupyter(?:-?lab)?$/.test(baseName(it)));
  if (at < 0 || at > 4) return 0;
  if (baseName(argv[at] ?? '') !== 'jupyter') return at + 1;
  return argv[at + 1] === 'lab' ? at + 2 : 0;
}

/** Not given, where nothing else can say it: no configuration file, no base image with one. */
function isMissing(subject: Subject, { args }: AppCommand, { byDefault }: Setting, value: Given): boolean {
  if (byDefault || value.state !== 'absent') return false;
  const kind = subject.stage.base.row?.kind;
  const plain = kind === 'os' || kind === 'language' || kind === 'cuda';
  if (
    !plain ||
    args.some((it) => it === undefined || it.startsWith('--config') || it.startsWith('@') || it.includes('$'))
  )
    return false;
  if ([...subject.config.env.keys()].some((it) => it.startsWith('JUPYTER'))) return false;
  return (
    !subject.files.files.some((it) => /jupyter[\w.-]{0,60}config|\.jupyter\//i.test(it.path)) &&
    !subject.commands.some(writesConfig)
  );
}

function writesConfig({ words, redirects }: Subject['commands'][number]): boolean {
  return [...words, ...redirects.map((it) => it.target)].some(({ raw }) =>
    /--generate-config|jupyter_\w{0,40}config|\.jupyter|etc\/jupyter/.test(raw.slice(0, 2000)),
  );
}
