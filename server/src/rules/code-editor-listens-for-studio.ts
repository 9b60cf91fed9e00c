import { SERVING_HOST, STUDIO_PORT } from '../../../contract/serving';
import { CODE_EDITOR_BASE_PATH } from '../../../contract/studio-apps';
import { defineRule } from './rule';
import { baseName } from './support/places';
import { addArgument, appCommand, argumentRange, given, replaceArgument } from './support/studio-app';

const INSTALL =
  '# sagemaker: roles=studio\nFROM python:3.12\nRUN pip install ipykernel && useradd -m -u 1000 -g 100 sagemaker-user\nCOPY code-editor /usr/local/bin/code-editor\nUSER 1000:100\n';
const EDITOR = '#!/bin/sh\nexec /opt/editor/bin/server "$@"\n';

export const codeEditorListensForStudio = defineRule({
  id: 'code-editor-listens-for-studio',
  summary: 'Code Editor listens where Studio looks for it',
  requirements: ['STUDIO-04'],
  roles: ['studio'],
  severity: 'error',
  fixable: true,
  why: `Studio reaches Code Editor on port ${STUDIO_PORT}, from outside the container, below \`${CODE_EDITOR_BASE_PATH}\`. An app that listens elsewhere is stopped as not healthy.`,
  remedy: `Start it with \`--host ${SERVING_HOST} --port ${STUDIO_PORT} --without-connection-token --base-path ${CODE_EDITOR_BASE_PATH}\`.`,
  bad: [
    {
      title: 'another port',
      files: {
        Dockerfile: `${INSTALL}ENTRYPOINT ["code-editor", "--host", "0.0.0.0", "--port=8080", "--base-path", "${CODE_EDITOR_BASE_PATH}"]\n`,
        '+x code-editor': EDITOR,
      },
    },
    {
      title: 'another base path',
      files: {
        Dockerfile: `${INSTALL}ENTRYPOINT ["code-editor", "--host", "0.0.0.0", "--port", "8888", "--base-path", "/codeeditor/default"]\n`,
        '+x code-editor': EDITOR,
      },
    },
    {
      title: 'only inside the container, and no base path',
      files: {
        Dockerfile: `${INSTALL}ENTRYPOINT ["code-editor"]\nCMD ["--host", "127.0.0.1", "--port", "8888"]\n`,
        '+x code-editor': EDITOR,
      },
    },
    {
      title: 'an address of code-server',
      files: {
        Dockerfile: `${INSTALL}ENTRYPOINT ["code-server", "--bind-addr=0.0.0.0:8080", "--base-path", "${CODE_EDITOR_BASE_PATH}"]\n`,
        '+x code-editor': EDITOR,
      },
    },
  ],
  good: [
    {
      title: 'as Studio wants it',
      files: {
        Dockerfile: `${INSTALL}ENTRYPOINT ["code-editor", "--host", "0.0.0.0", "--port", "8888", "--without-connection-token", "--base-path", "${CODE_EDITOR_BASE_PATH}"]\n`,
        '+x code-editor': EDITOR,
      },
    },
    {
      title: 'a port that is not known',
      files: {
        Dockerfile: `${INSTALL}CMD code-editor --host 0.0.0.0 --port $PORT --base-path=${CODE_EDITOR_BASE_PATH}\n`,
        '+x code-editor': EDITOR,
      },
    },
  ],
  check(subject, report) {
    const command = appCommand(subject, codeEditor);
    if (!command) return;
    const wrong = (name: string, value: string, right: string, word: string | undefined): void => {
      const flag = `--${name}=${right}`;
      report({
        range: argumentRange(subject, command, word),
        message: `Code Editor has \`--${name}\` \`${value}\`, and Studio looks for it at \`${right}\`: the app never becomes healthy. Write \`${flag}\`.`,
        related: command.related,
        fixes: replaceArgument(subject, word, flag),
      });
    };
    const port = given(command, /^--port$/);
    if (port.state === 'known' && port.value !== String(STUDIO_PORT))
      wrong('port', port.value, String(STUDIO_PORT), port.word);
    const host = given(command, /^--host$/);
    if (host.state === 'known' && isLoopback(host.value)) wrong('host', host.value, SERVING_HOST, host.word);
    const address = given(command, /^--bind-addr$/);
    if (address.state === 'known' && (isLoopback(address.value) || !address.value.endsWith(`:${STUDIO_PORT}`))) {
      wrong('bind-addr', address.value, `${SERVING_HOST}:${STUDIO_PORT}`, address.word);
    }
    const base = given(command, /^--(?:server-)?base-path$/);
    if (base.state === 'known' && base.value.replace(/\/$/, '') !== CODE_EDITOR_BASE_PATH) {
      wrong('base-path', base.value, CODE_EDITOR_BASE_PATH, base.word);
    }
    if (base.state !== 'absent' || command.args.includes('$@')) return;
    const flag = `--base-path=${CODE_EDITOR_BASE_PATH}`;
    report({
      range: command.range,
      severity: 'warning',
      message: `Code Editor is started without \`${flag}\`, and Studio looks for it there: the app never becomes healthy. Add it.`,
      related: command.related,
      fixes: addArgument(subject, command, flag),
    });
  },
});

function isLoopback(address: string): boolean {
  return /^(?:localhost|127\.[\d.]+|\[?::1\]?)(?::\d+)?$/.test(address);
}

function codeEditor(argv: readonly (string | undefined)[]): number {
  const at = argv.findIndex(
    (it) =>
      it !== undefined && /^(?:code-editor|code-server|openvscode-server|sagemaker-code-editor)$/.test(baseName(it)),
  );
  return at < 0 || at > 4 ? 0 : at + 1;
}
