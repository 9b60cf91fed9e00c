import type { Range } from 'vscode-languageserver-types';
import { ARM_TRAINING_FAMILIES, GRAVITON_FAMILIES, HOST_PLATFORM } from '../../../contract/architecture';
import { imageReference } from '../../../contract/image-reference';
import type { Fix, Related } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { awsBases, replacePiece } from './support/aws-bases';
import { replace, replaceIn } from './support/edits';
import { baseName } from './support/places';
import { buildsOf } from './support/platform-commands';
import { normalPlatform } from './support/platforms';

const ARM = 'linux/arm64';

export const platformIsAmd64 = defineRule({
  id: 'platform-is-amd64',
  summary: 'The image is built for linux/amd64',
  requirements: ['IMG-03', 'BATCH-07'],
  roles: ['training', 'inference', 'processing', 'studio'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker runs training, processing, batch transform and Studio on x86 machines: an image for arm64 ends with `exec format error` there. Only endpoints on Graviton instances run arm64.',
  remedy:
    'Build for `linux/amd64`: `--platform=linux/amd64` in FROM or, better where several platforms are built, `docker build --platform linux/amd64`.',
  bad: [
    {
      title: 'the script beside it builds for another machine',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
        'build_and_push.sh':
          '#!/bin/bash\ndocker buildx build --provenance=false \\\n  --platform linux/arm64 -t "$URI" --push .\n',
      },
    },
    {
      title: 'arm64 for training',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM --platform=linux/arm64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'arm64 for an endpoint',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM --platform=linux/arm64/v8 python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'an image for arm64, by its name',
      files: {
        Dockerfile: '# sagemaker: roles=processing\nFROM arm64v8/python:3.12-slim\nCMD ["python", "-c", "print(1)"]\n',
      },
    },
    {
      title: 'an image for arm64, by its tag',
      files: { Dockerfile: '# sagemaker: roles=processing\nFROM example/tool:1.0-aarch64\nRUN true\n' },
    },
    {
      title: 'the project builds it for arm64',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM --platform=$TARGETPLATFORM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
        '.sagemaker/containers.json': '{ "containers": { "Dockerfile": { "platform": "linux/arm64" } } }',
      },
    },
    {
      title: 'the stage below is for another platform',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM --platform=windows/amd64 python:3.12 AS base\nFROM base\nCMD ["python", "-c", "print(1)"]\n',
      },
    },
  ],
  good: [
    {
      title: 'the script builds for both, one after the other',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
        'build.sh':
          '#!/bin/bash\ndocker build --platform linux/arm64 -t mine .\ndocker build --platform linux/amd64 -t "$URI" .\n',
      },
    },
    {
      title: 'amd64, by another name',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM --platform=x86_64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'decided by the build',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM --platform=$TARGETPLATFORM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'only the builder is for arm64',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM --platform=linux/arm64 node:20 AS page\nRUN npm --version > /page\nFROM python:3.12-slim\nCOPY --from=page /page /page\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'AWS’s own image for Graviton endpoints',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference-graviton:2.3.0-cpu-py311-ubuntu22.04-sagemaker\nRUN pip install numpy\n',
      },
    },
  ],
  check(subject, report) {
    const found = byPlatform(subject) ?? byName(subject) ?? byScript(subject);
    if (!found) return;
    const graviton =
      found.platform === ARM && !subject.has('training') && !subject.has('processing') && !subject.has('studio');
    report({
      range: found.range,
      requirements: subject.has('inference') ? ['IMG-03', 'BATCH-07'] : ['IMG-03'],
      severity: graviton || found.ofAws ? 'warning' : 'error',
      message: message(found, graviton),
      related: found.script ? [found.script] : [],
      fixes: found.fix ? [{ ...found.fix, safe: !graviton && found.fix.safe }] : [],
    });
  },
});

interface Found {
  readonly range: Range;
  readonly platform: string;
  /** AWS builds it for SageMaker: there are hosts for it. */
  readonly ofAws: boolean;
  readonly fix: Fix | undefined;
  /** The command that builds it so. */
  readonly script?: Related;
}

function message({ platform, ofAws }: Found, graviton: boolean): string {
  const build = `Build for \`${HOST_PLATFORM.value}\``;
  if (graviton) {
    return `This image is for \`${platform}\`. It runs on Graviton endpoints only (${GRAVITON_FAMILIES}); on other instances, and in batch transform, it ends with \`exec format error\`. ${build} unless you mean that.`;
  }
  if (ofAws) {
    return `This image of AWS is for \`${platform}\`. Training runs it on ${ARM_TRAINING_FAMILIES} only; on every other instance it ends with \`exec format error\`. ${build} unless you mean that.`;
  }
  return `This image is for \`${platform}\`, and SageMaker’s machines are \`${HOST_PLATFORM.value}\`: the container ends with \`exec format error\`. ${build}.`;
}

/** `--platform` in FROM, else the platform of the project file. */
function byPlatform(subject: Subject): Found | undefined {
  const { root } = subject.stage;
  const word = root.platform;
  const asked = word ? (word.value.known ? word.value.value : undefined) : subject.settings.platform;
  const platform = asked === undefined ? undefined : normalPlatform(asked);
  if (platform === undefined || platform === HOST_PLATFORM.value) return undefined;
  if (!word || word.variables.length > 0) {
    return {
      range: word?.range ?? (root.image.raw === '' ? root.from.range : root.image.range),
      platform,
      ofAws: false,
      fix: undefined,
    };
  }
  const fix = {
    title: `Build for ${HOST_PLATFORM.value}`,
    edits: [replace(word.range, HOST_PLATFORM.value)],
    safe: true,
  };
  return { range: word.range, platform, ofAws: false, fix };
}

/** `arm64v8/python`, `example/tool:1.0-arm64`, AWS's repositories for arm64. */
function byName(subject: Subject): Found | undefined {
  const { root } = subject.stage;
  const aws = awsBases(subject).find((it) => it.stage === root)?.image;
  if (aws) {
    if (aws.architecture !== 'arm64' || aws.kind !== 'training') return undefined;
    return { range: root.image.range, platform: ARM, ofAws: true, fix: undefined };
  }
  const reference = root.base.reference.known ? imageReference(root.base.reference.value) : undefined;
  if (!reference) return undefined;
  const prefix = /^(?:arm64v8|aarch64)\//.exec(reference.repository)?.[0];
  const byTag = ARM_TAG.test(reference.tag ?? '') && !/amd64|x86/.test(reference.tag ?? '');
  if (prefix === undefined && !byTag) return undefined;
  const edit = prefix === undefined ? undefined : replacePiece(subject, root, prefix, '');
  const fix = edit && { title: 'Take the image for all platforms', edits: [edit], safe: true };
  return { range: root.image.range, platform: ARM, ofAws: false, fix };
}

/** The scripts beside the Dockerfile build it for arm64 only. */
function byScript(subject: Subject): Found | undefined {
  const builds = subject.stage.root.platform ? [] : buildsOf(subject);
  const [first] = builds;
  if (!first || builds.some((it) => it.platform === undefined || normalPlatform(it.platform) !== ARM)) return undefined;
  const { path, range } = first;
  const edits = [replaceIn(path, range, HOST_PLATFORM.value)];
  const fix = { title: `Build for ${HOST_PLATFORM.value} in ${baseName(path)}`, edits, safe: builds.length === 1 };
  const script = { file: path, range, message: 'The image is built here.' };
  return { range: subject.stage.from.range, platform: ARM, ofAws: false, fix, script };
}

const ARM_TAG = /(?:^|[-_.])(?:arm64(?:v8)?|aarch64)(?:[-_.]|$)/;
