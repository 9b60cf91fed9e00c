import type { InstalledPackage } from '../shell/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { insertAfter } from './support/edits';
import { isPython, relatedToPackage } from './support/toolkit-presence';

const SERVE =
  '#!/usr/bin/env python\nfrom sagemaker_inference import model_server\nmodel_server.start_model_server(handler_service="/home/handler.py:handle")\n';
const JAVA = 'RUN apt-get update && apt-get install -y openjdk-17-jdk-headless\n';
const END = 'COPY serve /usr/local/bin/serve\n';

/** The first version without `pkg_resources`. */
const REMOVED_IN = 82;

export const setuptoolsHasPkgResources = defineRule({
  id: 'setuptools-has-pkg-resources',
  summary: 'The inference toolkit finds the `pkg_resources` that it imports',
  requirements: ['TK-05'],
  roles: ['inference'],
  severity: 'warning',
  fixable: true,
  why: "`sagemaker-inference` imports `pkg_resources`, a module of setuptools that current versions no longer have, and images of Python 3.12 and later come without setuptools. `serve` then ends with `ModuleNotFoundError: No module named 'pkg_resources'`.",
  remedy: 'Install `setuptools<80` beside it.',
  bad: [
    {
      title: 'Python 3.12 has no setuptools',
      files: {
        Dockerfile: `FROM python:3.12-slim\n${JAVA}RUN pip install multi-model-server sagemaker-inference\n${END}`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'brought up to date',
      files: {
        Dockerfile: `FROM python:3.10\n${JAVA}RUN pip install --upgrade pip setuptools wheel\nRUN pip install multi-model-server sagemaker-inference\n${END}`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'a version without it',
      files: {
        Dockerfile: `FROM python:3.10\n${JAVA}RUN pip install multi-model-server sagemaker-inference setuptools==82.0.0\n${END}`,
        '+x serve': SERVE,
      },
    },
  ],
  good: [
    {
      title: 'pinned',
      files: {
        Dockerfile: `FROM python:3.12-slim\n${JAVA}RUN pip install multi-model-server sagemaker-inference "setuptools<80"\n${END}`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'Python 3.10 has an older one',
      files: {
        Dockerfile: `FROM python:3.10\n${JAVA}RUN pip install multi-model-server sagemaker-inference setuptools\n${END}`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'pinned after the upgrade',
      files: {
        Dockerfile: `FROM python:3.10\n${JAVA}RUN pip install -U pip setuptools\nRUN pip install multi-model-server sagemaker-inference setuptools==79.0.1\n${END}`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'Python 3.8 gets no newer one',
      files: {
        Dockerfile: `FROM python:3.8\n${JAVA}RUN pip install -U pip setuptools\nRUN pip install multi-model-server sagemaker-inference\n${END}`,
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    const found = subject.packages.find((it) => isPython(it) && it.name === 'sagemaker-inference');
    const python = pythonVersion(subject);
    if (
      !found ||
      python === undefined ||
      python < 9 ||
      /[\s=](?:-c|--constraint)\b/.test(found.instruction.argumentsText)
    )
      return;
    const setuptools = subject.packages.filter((it) => it.name === 'setuptools' && it.manager === 'pip');
    const last = setuptools[setuptools.length - 1];
    if (!isTooNew(subject, last, python)) return;
    const reason = last
      ? 'the setuptools installed here no longer has it'
      : `images of Python 3.${String(python)} come without setuptools`;
    const place = last ?? found;
    const after = last && last.instruction.index > found.instruction.index ? last.instruction : found.instruction;
    report({
      range: place.range,
      message: `\`sagemaker-inference\` imports \`pkg_resources\`, and ${reason}: \`serve\` will end with a \`ModuleNotFoundError\`. Install \`setuptools<80\`.`,
      related: relatedToPackage(subject, place, `\`${place.name}\` is listed here.`),
      fixes: [
        {
          title: 'Install `setuptools<80`',
          edits: [insertAfter(subject, after, 'RUN pip install --no-cache-dir "setuptools<80"')],
          safe: false,
        },
      ],
    });
  },
});

/** 12 for an official image of Python 3.12; other images bring a setuptools that we don't know. */
function pythonVersion(subject: Subject): number | undefined {
  const { reference, row } = subject.stage.base;
  if (!reference.known || !row?.id.startsWith('python')) return undefined;
  const minor = /:3\.(\d{1,2})(?![\d])/.exec(reference.value)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function isTooNew(subject: Subject, setuptools: InstalledPackage | undefined, python: number): boolean {
  const comesWithout = python >= 12;
  if (!setuptools) return comesWithout;
  const { version } = setuptools;
  const limits = [...version.matchAll(/(<=?|==|~=)\s*(\d+)/g)].map((it) => Number(it[2]) + (it[1] === '<' ? 0 : 1));
  if (limits.length > 0) return Math.min(...limits) > REMOVED_IN;
  if (/>=?\s*(?:8[2-9]|9\d|\d{3,})/.test(version)) return true;
  return comesWithout || isUpgraded(subject, setuptools);
}

function isUpgraded(subject: Subject, it: InstalledPackage): boolean {
  const command = subject.commands.find(
    (one) => one.instruction === it.instruction && one.words.some((word) => word.range === it.range),
  );
  return command?.words.some((word) => /^(?:-\w*U|--upgrade)$/.test(word.raw)) ?? false;
}
