import { HOST_PLATFORM } from '../../../contract/architecture';
import type { Stage } from '../dockerfile/types';
import type { Edit } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { builtStages } from './support/built-stages';
import { newline, replace } from './support/edits';
import { hadolintComment, hadolintEdit, hadolintIgnores, pragmaAbove } from './support/hadolint';

const CODE = 'DL3029';
const CHECK = 'FromPlatformFlagConstDisallowed';
const TRAIN = '#!/usr/bin/env python\nprint("training")\n';

export const explainPlatformFlag = defineRule({
  id: 'explain-platform-flag',
  summary: 'Linters that ask for no platform in FROM are told why it is right',
  requirements: ['IMG-03'],
  roles: 'any',
  severity: 'hint',
  fixable: true,
  why: 'hadolint (DL3029) and BuildKit (FromPlatformFlagConstDisallowed) advise against a fixed `--platform` in FROM. SageMaker runs `linux/amd64`, and an image built on an Apple or Graviton machine without it ends with `exec format error`: here it is right.',
  remedy:
    'Keep the platform, and turn the two checks off where they run: `# hadolint ignore=DL3029` above FROM, `# check=skip=FromPlatformFlagConstDisallowed` at the top of the file.',
  bad: [
    {
      title: 'both complain',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM --platform=linux/amd64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'nothing stands above FROM',
      files: {
        Dockerfile:
          'FROM --platform=linux/amd64 python:3.12-slim\n# sagemaker: roles=training\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'BuildKit complains',
      files: {
        Dockerfile:
          '# syntax=docker/dockerfile:1\n# check=skip=JSONArgsRecommended;error=true\n# sagemaker: roles=training\n# hadolint ignore=DL3029\nFROM --platform=linux/amd64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'hadolint complains',
      files: {
        Dockerfile:
          '# check=skip=FromPlatformFlagConstDisallowed\n# sagemaker: roles=training\n# hadolint ignore=DL3006\nFROM --platform=linux/amd64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'both know',
      files: {
        Dockerfile:
          '# check=skip=FromPlatformFlagConstDisallowed\n# sagemaker: roles=training\n# hadolint ignore=DL3029\nFROM --platform=linux/amd64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'the build says the platform',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nARG PLATFORM=linux/amd64\nFROM --platform=$PLATFORM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'all checks of BuildKit are off',
      files: {
        Dockerfile:
          '# check=skip=all\n# sagemaker: roles=training\n# hadolint global ignore=DL3029\nFROM --platform=linux/amd64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
  ],
  check(subject, report) {
    for (const stage of builtStages(subject)) {
      const { platform } = stage;
      if (!platform?.value.known || platform.variables.length > 0 || platform.value.value !== HOST_PLATFORM.value)
        continue;
      const hadolint = !hadolintIgnores(subject, stage.from, CODE);
      const buildkit = !skipsCheck(subject);
      if (!hadolint && !buildkit) continue;
      const who = [...(hadolint ? [`hadolint ${CODE}`] : []), ...(buildkit ? [`BuildKit ${CHECK}`] : [])].join(', ');
      report({
        range: platform.range,
        message: `The fixed platform is right here: SageMaker runs \`${HOST_PLATFORM.value}\`. General linters advise against it (${who}); tell them not to.`,
        fixes: [
          {
            title: 'Tell general linters that it is meant',
            edits: edits(subject, stage, hadolint, buildkit),
            safe: true,
          },
        ],
      });
    }
  },
});

function checkDirective(subject: Subject): Subject['dockerfile']['directives'][number] | undefined {
  return subject.dockerfile.directives.find((it) => it.name.toLowerCase() === 'check');
}

function skipsCheck(subject: Subject): boolean {
  const skip = /skip=([^;]{0,1000})/.exec(checkDirective(subject)?.value ?? '')?.[1] ?? '';
  return skip.split(',').some((it) => it.trim() === CHECK || it.trim() === 'all');
}

function edits(subject: Subject, { from }: Stage, hadolint: boolean, buildkit: boolean): readonly Edit[] {
  const { dockerfile } = subject;
  const directive = checkDirective(subject);
  if (!buildkit) return [hadolintEdit(subject, from, CODE)];
  if (directive) return [extended(subject, directive), ...(hadolint ? [hadolintEdit(subject, from, CODE)] : [])];
  const at = { line: Math.max(0, ...dockerfile.directives.map((it) => it.range.end.line + 1)), character: 0 };
  const line = `# check=skip=${CHECK}${newline(dockerfile)}`;
  // Two insertions at one place would have no order.
  if (hadolint && at.line === from.range.start.line && !pragmaAbove(subject, from)) {
    return [replace({ start: at, end: at }, `${line}${hadolintComment(CODE)}${newline(dockerfile)}`)];
  }
  return [replace({ start: at, end: at }, line), ...(hadolint ? [hadolintEdit(subject, from, CODE)] : [])];
}

/** Puts the check into the directive that is there; BuildKit reads only one. */
function extended(
  { dockerfile }: Subject,
  { range, value }: { readonly range: Edit['range']; readonly value: string },
): Edit {
  const start = dockerfile.offsetAt(range.start);
  const text = dockerfile.text.slice(start, dockerfile.offsetAt(range.end));
  const skip = text.indexOf('skip=');
  if (skip >= 0) return replace(dockerfile.range(start + skip + 5, start + skip + 5), `${CHECK},`);
  const at = start + text.indexOf(value);
  return replace(dockerfile.range(at, at), `skip=${CHECK};`);
}
