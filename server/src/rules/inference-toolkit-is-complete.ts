import type { InstalledPackage } from '../shell/types';
import type { Subject } from '../subject';
import type { Severity } from '../lint/finding';
import { defineRule } from './rule';
import { knowsPipPackages, surelyLacks } from './support/build-knowledge';
import { insertBefore } from './support/edits';
import { installLine } from './support/system-lines';
import { isPython, relatedToPackage } from './support/toolkit-presence';

const SERVE =
  '#!/usr/bin/env python\nfrom sagemaker_inference import model_server\nmodel_server.start_model_server(handler_service="/home/handler.py:handle")\n';

/** Packages of an Ubuntu, Debian, Alpine or Red Hat system that bring `java`. */
const BRINGS_JAVA = /jdk|jre|java|corretto|temurin|scala|maven|^ant$|gradle|spark|hadoop/;
const MODEL_SERVERS = ['multi-model-server', 'mxnet-model-server', 'torchserve'];

export const inferenceToolkitIsComplete = defineRule({
  id: 'inference-toolkit-is-complete',
  summary: 'The inference toolkit has Java and a model server beside it',
  requirements: ['TK-04'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: '`sagemaker-inference` starts Multi Model Server, a Java program that comes as the pip package `multi-model-server`. pip installs neither of them along with the toolkit: without them `serve` ends with "No such file or directory" and the endpoint never answers `/ping`.',
  remedy: 'Install a Java runtime and `multi-model-server` beside `sagemaker-inference`.',
  bad: [
    {
      title: 'neither Java nor the server',
      files: {
        Dockerfile:
          'FROM python:3.10\nRUN pip install sagemaker-inference "setuptools<80"\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'no Java',
      files: {
        Dockerfile:
          'FROM python:3.10\nRUN pip install sagemaker-inference multi-model-server "setuptools<80"\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'no server',
      files: {
        Dockerfile:
          'FROM python:3.10\nRUN apt-get update && apt-get install -y default-jre-headless\nRUN pip install sagemaker-inference "setuptools<80"\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
  ],
  good: [
    {
      title: 'all three',
      files: {
        Dockerfile:
          'FROM python:3.10\nRUN apt-get update && apt-get install -y openjdk-17-jdk-headless\nRUN pip install multi-model-server sagemaker-inference "setuptools<80"\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'only its encoders are used',
      files: {
        Dockerfile:
          'FROM python:3.10\nRUN pip install sagemaker-inference flask "setuptools<80"\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nfrom sagemaker_inference import encoder\nprint(encoder)\n',
      },
    },
    {
      title: 'Java from another image',
      files: {
        Dockerfile:
          'FROM eclipse-temurin:17 AS java\nFROM python:3.10\nCOPY --from=java /opt/java/openjdk /opt/java/openjdk\nENV PATH="/opt/java/openjdk/bin:${PATH}"\nRUN pip install multi-model-server sagemaker-inference "setuptools<80"\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    const found = subject.packages.find((it) => isPython(it) && it.name === 'sagemaker-inference');
    const severity = found ? severityOf(subject) : undefined;
    if (!found || severity === undefined) return;
    const java =
      surelyLacks(subject, 'java', BRINGS_JAVA) && !subject.packages.some((it) => isPython(it) && /jdk/.test(it.name));
    const server = lacksServer(subject);
    if (!java && !server) return;
    const missing = [...(java ? ['no Java runtime'] : []), ...(server ? ['no `multi-model-server`'] : [])].join(
      ' and ',
    );
    report({
      range: found.range,
      severity,
      message: `\`sagemaker-inference\` starts Multi Model Server, but the image has ${missing}: \`serve\` will end with an error and the endpoint will not start. Install what is missing.`,
      related: relatedToPackage(subject, found, '`sagemaker-inference` is listed here.'),
      fixes: fixes(subject, found, java, server),
    });
  },
});

/** Only a program that starts the server needs it; the toolkit is also a library of encoders. */
function severityOf(subject: Subject): Severity | undefined {
  if (subject.serve.servers.some((it) => it.server.program === 'sagemaker-inference')) return 'error';
  const programs = subject.pythonOf('serve');
  if (programs.some(({ file }) => /\bstart_model_server\b/.test(file.text ?? ''))) return 'error';
  return programs.length === 0 && subject.serve.servers.length === 0 && subject.serve.outcome.kind === 'unknown'
    ? 'warning'
    : undefined;
}

function lacksServer(subject: Subject): boolean {
  const { row } = subject.stage.base;
  if (!row || row.kind === 'sagemaker' || row.kind === 'server' || !knowsPipPackages(subject)) return false;
  return !subject.packages.some(
    (it) =>
      isPython(it) &&
      (MODEL_SERVERS.includes(it.name) ||
        /sagemaker-.*-inference|inference-toolkit|sagemaker-.*-container/.test(it.name)),
  );
}

function fixes(
  subject: Subject,
  found: InstalledPackage,
  java: boolean,
  server: boolean,
): readonly { title: string; edits: readonly ReturnType<typeof insertBefore>[]; safe: boolean }[] {
  const javaLine = installLine(subject, {
    apt: ['default-jre-headless'],
    apk: ['openjdk17-jre-headless'],
    yum: ['java-17-amazon-corretto-headless'],
  });
  if (java && (javaLine === undefined || subject.stage.base.row?.os === 'rhel')) return [];
  const lines = [
    ...(java && javaLine !== undefined ? [javaLine] : []),
    ...(server ? ['RUN pip install --no-cache-dir multi-model-server'] : []),
  ];
  const title = `Install ${[...(java ? ['Java'] : []), ...(server ? ['`multi-model-server`'] : [])].join(' and ')}`;
  return [{ title, edits: [insertBefore(subject, found.instruction, ...lines)], safe: false }];
}
