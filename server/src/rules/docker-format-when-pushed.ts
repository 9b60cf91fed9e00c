import { defineRule } from './rule';
import { buildScripts, buildsThis } from './support/build-scripts';
import { replaceIn } from './support/edits';
import { baseName } from './support/places';
import { ociPushes, type OciPush } from './support/push-commands';

const DOCKERFILE = '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n';
const SERVE = '#!/usr/bin/env python\nprint("serving")\n';

export const dockerFormatWhenPushed = defineRule({
  id: 'docker-format-when-pushed',
  summary: 'The scripts beside the Dockerfile push the image in Docker’s format',
  requirements: ['IMG-01', 'IMG-02'],
  roles: ['inference'],
  severity: 'warning',
  fixable: true,
  why: '`CreateModel` takes Docker manifests only: "Unsupported manifest media type application/vnd.oci.image.index.v1+json". `docker buildx build --push` adds attestations to the image, which makes an OCI index of it, unless told otherwise; podman and buildah write OCI by default.',
  remedy:
    '`docker buildx build --provenance=false --push …`, `provenance: false` for docker/build-push-action, `podman build --format docker …`.',
  bad: [
    {
      title: 'buildx in build_and_push.sh',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'build_and_push.sh': '#!/bin/bash\ndocker buildx build --platform linux/amd64 \\\n  -t "$uri" --push .\n',
      },
    },
    {
      title: 'podman in a Makefile',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        Makefile: 'push:\n\tpodman build -t $(URI) .\n\tpodman push $(URI)\n',
      },
    },
    {
      title: 'a GitHub workflow',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        '.github/workflows/push.yml':
          'jobs:\n  push:\n    steps:\n      - uses: aws-actions/amazon-ecr-login@v2\n      - name: Build\n        uses: docker/build-push-action@v6\n        with:\n          context: .\n          push: true\n      - run: echo done\n',
      },
    },
  ],
  good: [
    {
      title: 'attestations switched off',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'build_and_push.sh':
          '#!/bin/bash\n# docker buildx build --push .\ndocker buildx build --provenance=false \\\n  --push -t "$uri" .\n',
        'other.sh': '#!/bin/bash\ndocker buildx build -f Dockerfile.other --push -t "$uri" .\n',
        'all.sh': '#!/bin/bash\ndocker buildx build --push $BUILD_ARGS -t "$uri" .\n',
      },
    },
    {
      title: 'docker build and docker push',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'build_and_push.sh': '#!/bin/bash\ndocker build -t "$uri" .\ndocker push "$uri"\n',
      },
    },
    {
      title: 'podman told to use Docker’s format, and a workflow that doesn’t push',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        Makefile: 'push:\n\tpodman build --format docker -t $(URI) .\n\tpodman push $(URI)\n',
        '.github/workflows/push.yml':
          'jobs:\n  push:\n    steps:\n      - uses: aws-actions/amazon-ecr-login@v2\n      - uses: docker/build-push-action@v6\n        with:\n          push: false\n      - uses: docker/build-push-action@v6\n        with:\n          provenance: false\n          push: true\n',
      },
    },
    {
      title: 'a workflow that pushes elsewhere',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        '.github/workflows/push.yml':
          'jobs:\n  push:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          tags: ghcr.io/me/it\n',
      },
    },
  ],
  check(subject, report) {
    for (const { path, text } of buildScripts(subject)) {
      const push = ociPushes(text).find((it) => buildsThis(it.dockerfile, subject));
      if (!push) continue;
      const fix = push.fix && {
        title: `${FIX[push.tool]} in ${baseName(path)}`,
        edits: [replaceIn(path, push.fix.range, push.fix.text)],
        safe: false,
      };
      report({
        range: subject.stage.from.range,
        message: `\`${baseName(path)}\` pushes this image ${HOW[push.tool]}, which gives it an OCI manifest. \`CreateModel\` rejects those: "Unsupported manifest media type". ${FIX[push.tool]}.`,
        related: [{ file: path, range: push.range, message: 'The image is pushed here.' }],
        fixes: fix ? [fix] : [],
      });
    }
  },
});

const HOW: Readonly<Record<OciPush['tool'], string>> = {
  buildx: 'with `docker buildx` and its attestations',
  podman: 'as podman and buildah build it',
  'build-push-action': 'with docker/build-push-action and its attestations',
};

const FIX: Readonly<Record<OciPush['tool'], string>> = {
  buildx: 'Add `--provenance=false`',
  podman: 'Add `--format docker`',
  'build-push-action': 'Add `provenance: false`',
};
