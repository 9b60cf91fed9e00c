import { GRAVITON_INSTANCES, HOST_PLATFORM, normalPlatform } from '../../../contract/architecture';
import { imageReference } from '../../../contract/image-reference';
import type { RequirementId } from '../../../contract/requirements';
import type { Fix, Severity } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { awsBases, replacePiece } from './support/aws-bases';
import { replace } from './support/edits';
import { baseRange } from './support/places';

const ARM = 'linux/arm64';

export const platformIsAmd64 = defineRule({
  id: 'platform-is-amd64',
  summary: 'The image is built for linux/amd64',
  requirements: ['IMG-03', 'BATCH-07'],
  roles: ['training', 'inference', 'processing', 'studio'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker runs training, processing, batch transform and Studio on x86 machines: an image for arm64 ends with `exec format error` there. Only endpoints on Graviton instances run arm64.',
  remedy: 'Build for `linux/amd64`: `--platform=linux/amd64` in FROM or, better where several platforms are built, `docker build --platform linux/amd64`.',
  bad: [
    {
      title: 'arm64 for training',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM --platform=linux/arm64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'arm64 for an endpoint',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM --platform=linux/arm64/v8 python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'an image for arm64, by its name',
      files: { Dockerfile: '# sagemaker: roles=processing\nFROM arm64v8/python:3.12-slim\nCMD ["python", "-c", "print(1)"]\n' },
    },
    {
      title: 'an image for arm64, by its tag',
      files: { Dockerfile: '# sagemaker: roles=processing\nFROM example/tool:1.0-aarch64\nRUN true\n' },
    },
    {
      title: 'the stage below is for another platform',
      files: { Dockerfile: '# sagemaker: roles=processing\nFROM --platform=windows/amd64 python:3.12 AS base\nFROM base\nCMD ["python", "-c", "print(1)"]\n' },
    },
  ],
  good: [
    {
      title: 'amd64, by another name',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM --platform=x86_64 python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'decided by the build',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM --platform=$TARGETPLATFORM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
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
        Dockerfile: 'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference-graviton:2.3.0-cpu-py311-ubuntu22.04-sagemaker\nRUN pip install numpy\n',
      },
    },
  ],
  check(subject, report) {
    const found = byFlag(subject) ?? byImage(subject);
    if (!found) return;
    const onlyInference = !subject.has('training') && !subject.has('processing') && !subject.has('studio');
    const mayFit = found.platform === ARM && onlyInference;
    const requirements: RequirementId[] = subject.has('inference') ? ['IMG-03', 'BATCH-07'] : ['IMG-03'];
    report({
      range: found.range,
      requirements,
      severity: mayFit ? 'warning' : (found.severity ?? 'error'),
      message: mayFit
        ? `This image is for \`${ARM}\`. It runs on Graviton endpoints only (${GRAVITON_INSTANCES}); on every other instance, and in batch transform, it ends with \`exec format error\`. Build for \`${HOST_PLATFORM}\` unless you mean that.`
        : `This image is for \`${found.platform}\`, and SageMaker’s machines are \`${HOST_PLATFORM}\`: the container ends with \`exec format error\`. Build for \`${HOST_PLATFORM}\`.`,
      fixes: found.fixes.map((fix) => ({ ...fix, safe: fix.safe && !mayFit })),
    });
  },
});

interface Found {
  readonly range: ReturnType<typeof baseRange>;
  readonly platform: string;
  readonly severity?: Severity;
  readonly fixes: readonly Fix[];
}

function byFlag(subject: Subject): Found | undefined {
  const word = subject.stage.root.platform;
  if (!word?.value.known || word.variables.some((it) => /^(?:TARGET|BUILD)/.test(it))) return undefined;
  const platform = normalPlatform(word.value.value);
  if (platform === undefined || platform === HOST_PLATFORM) return platform === undefined ? undefined : NOTHING;
  const plain = word.variables.length === 0;
  const fix = { title: `Build for ${HOST_PLATFORM}`, edits: [replace(word.range, HOST_PLATFORM)], safe: true };
  return { range: word.range, platform, fixes: plain ? [fix] : [] };
