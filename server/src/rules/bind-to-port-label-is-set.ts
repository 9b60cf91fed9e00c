import { BIND_TO_PORT_VARIABLE } from '../../../contract/environment';
import { ACCEPT_BIND_TO_PORT_LABEL } from '../../../contract/labels';
import type { ImageFile } from '../context/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { addLabel, lacksLabel } from './support/capability-labels';
import { baseName, fileRange } from './support/places';

const SERVE = '#!/usr/bin/env python\nimport os\nport = os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")\n';

export const bindToPortLabelIsSet = defineRule({
  id: 'bind-to-port-label-is-set',
  summary: 'An image that listens where it is told says so in a label',
  requirements: ['PIPE-02'],
  roles: ['inference', 'pipeline'],
  severity: 'error',
  fixable: true,
  why: `Containers of an inference pipeline or a multi-container endpoint share a host, and each is told its port in \`${BIND_TO_PORT_VARIABLE}\`. \`CreateModel\` takes only images with \`LABEL ${ACCEPT_BIND_TO_PORT_LABEL}=true\` for them.`,
  remedy: `Add \`LABEL ${ACCEPT_BIND_TO_PORT_LABEL}=true\` to the final stage.`,
  bad: [
    {
      title: 'declared for pipelines',
      files: {
        Dockerfile: '# sagemaker: roles=inference,pipeline\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'the port is read from the variable',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
  ],
  good: [
    {
      title: 'with the label',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference,pipeline\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'not for pipelines',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint(8080)\n',
      },
    },
    {
      title: 'an unknown base may bring it',
      files: {
        Dockerfile: '# sagemaker: roles=inference,pipeline\nARG BASE\nFROM ${BASE}\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    if (!lacksLabel(subject, ACCEPT_BIND_TO_PORT_LABEL)) return;
    const fixes = [addLabel(subject, ACCEPT_BIND_TO_PORT_LABEL)];
    if (subject.has('pipeline')) {
      report({
        range: subject.roles.evidence.find((it) => it.role === 'pipeline')?.range ?? subject.stage.from.range,
        message: `This image is for inference pipelines, but has no \`${ACCEPT_BIND_TO_PORT_LABEL}=true\`: \`CreateModel\` refuses it there. Add the label.`,
        fixes,
      });
      return;
    }
    const file = readerOfPort(subject);
    if (!file) return;
    report({
      range: fileRange(subject, file),
      severity: 'hint',
      message: `\`${baseName(file.path)}\` honours \`${BIND_TO_PORT_VARIABLE}\`, but without the label \`${ACCEPT_BIND_TO_PORT_LABEL}=true\` the image can’t be used in inference pipelines. Add it.`,
      fixes,
    });
  },
});

/** A file of the serving start that reads the variable. */
function readerOfPort(subject: Subject): ImageFile | undefined {
  const python = subject
    .pythonOf('serve')
    .find(({ facts }) => facts.environmentReads.some((it) => it.value.name === BIND_TO_PORT_VARIABLE));
  if (python) return python.file;
  return subject.serve.servers.find(
    ({ server, file }) =>
      file !== undefined && file.path !== '' && server.portVariables.includes(BIND_TO_PORT_VARIABLE),
  )?.file;
}
