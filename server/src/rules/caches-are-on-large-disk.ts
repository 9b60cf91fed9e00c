import { CACHE_VARIABLES } from '../../../contract/cache-variables';
import { SCRATCH_DIR, STUDIO_HOME } from '../../../contract/filesystem';
import { isWithin, normalPath } from '../../../contract/paths';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { settingRange } from './support/places';

const SMALL: readonly string[] = ['/root', '/home'];

export const cachesAreOnLargeDisk = defineRule({
  id: 'caches-are-on-large-disk',
  summary: 'Caches of training lie on the large volume',
  requirements: ['FS-08'],
  roles: ['training'],
  severity: 'info',
  fixable: true,
  why: `The volume whose size you choose for a training job holds \`/opt/ml\` and \`${SCRATCH_DIR}\`. The container's own root, with \`/root\` and \`/home\`, is small: a model hub's cache fills it, and the job ends with "No space left on device".`,
  remedy: `Point cache variables to \`${SCRATCH_DIR}\`.`,
  bad: [
    {
      title: 'a cache in the home directory',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV HF_HOME=/root/.cache/huggingface OTHER=1\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'a cache on the large volume',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV HF_HOME=/tmp/hf HOME_OF_DATA=/root/data TORCH_HOME=/rooted\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'filled by the build, so that nothing is downloaded later',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV HF_HOME=/root/hf\nCOPY hf /root/hf\nCOPY train /usr/local/bin/train\n',
        'hf/a.bin': 'x\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    for (const name of CACHE_VARIABLES) {
      const setting = subject.config.env.get(name);
      if (!setting?.value.known || setting.origin.from !== 'instruction') continue;
      const path = normalPath(setting.value.value);
      if (path === undefined || isWithin(path, STUDIO_HOME) || !SMALL.some((it) => isWithin(path, it))) continue;
      if (subject.files.under(path).length > 0) continue;
      const pair = setting.origin.instruction.pairs.find((it) => it.name.value.known && it.name.value.value === name);
      const better = `${SCRATCH_DIR}/${name.toLowerCase().replaceAll('_', '-')}`;
      report({
        range: settingRange(subject, setting),
        message: `\`${name}\` puts a cache into \`${path}\`, on the small root disk of a training job; large downloads fill it. Use \`${SCRATCH_DIR}\`, which is on the volume you choose the size of.`,
        fixes: pair?.value
          ? [{ title: `Set \`${name}\` to \`${better}\``, edits: [replace(pair.value.range, better)], safe: false }]
          : [],
      });
    }
  },
});
