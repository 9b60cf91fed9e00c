import { MODEL_CODE_DIR, MODELS_DIR, MODEL_DIR, PROGRAM_DIR, mountOver } from '../../../contract/filesystem';
import { OWN_MODEL_DIR } from '../../../contract/image-paths';
import { isWithin } from '../../../contract/paths';
import type { Role } from '../../../contract/roles';
import { defineRule } from './rule';
import { bakedBelow, listPaths, type Baked } from './support/baked-files';

const ROLES: readonly Role[] = ['inference', 'multi-model', 'training'];

export const noModelBakedIn = defineRule({
  id: 'no-model-baked-in',
  summary: `The image keeps no files in ${MODEL_DIR}`,
  requirements: ['FS-02'],
  roles: ['inference', 'training'],
  severity: 'warning',
  fixable: false,
  why: `As soon as the SageMaker model has a \`ModelDataUrl\` or \`ModelDataSource\`, the unpacked model is mounted at \`${MODEL_DIR}\`, read-only, and hides what the image has there. Only an endpoint without model data sees the image's own files. In training the directory is always mounted, empty.`,
  remedy: `Ship the model as \`model.tar.gz\`, or keep it in the image outside \`/opt/ml\`, such as \`${OWN_MODEL_DIR}\`, and load it from there. Code belongs in \`${PROGRAM_DIR}\`.`,
  bad: [
    {
      title: 'a model in the image',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCOPY model.joblib /opt/ml/model/model.joblib\n',
        'model.joblib': 'x\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'a folder of another image',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY --from=example.com/model:1 /model /opt/ml/model\n',
      },
    },
    {
      title: 'downloaded by the build',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install huggingface_hub && huggingface-cli download gpt2 --local-dir /opt/ml/model\n',
      },
    },
    {
      title: 'code in the model directory',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY inference.py /opt/ml/model/code/\n',
        'inference.py': 'print(1)\n',
      },
    },
    {
      title: 'code of a training image',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/ml/model/train.py\nENTRYPOINT ["python", "/opt/ml/model/train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'the model lies elsewhere',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN mkdir -p /opt/ml/model\nCOPY serve /usr/local/bin/serve\nCOPY model.joblib /opt/model/model.joblib\n',
        'model.joblib': 'x\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'only the builder stage has it',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim AS test\nCOPY model.joblib /opt/ml/model/\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        'model.joblib': 'x\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'removed after a test',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCOPY --from=example.com/model:1 /model /opt/ml/model\nRUN rm -rf /opt/ml/model\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    const roles = ROLES.filter((role) => subject.has(role));
    const serves = subject.has('inference');
    const cover = (path: string): ReturnType<typeof mountOver> => {
      const mount = mountOver(path, roles);
      return mount && (mount.path === MODEL_DIR || mount.path === MODELS_DIR) ? mount : undefined;
    };
    for (const baked of bakedBelow(subject, cover)) report({ range: baked.range, message: message(baked, serves) });
  },
});

function message({ paths, mount }: Baked, serves: boolean): string {
  const what = paths.every((path) => path === mount.path) ? 'what the image has there' : listPaths(paths);
  if (!serves)
    return `Training mounts \`${mount.path}\` empty, so ${what} will not be there when the job runs. Put it into \`${PROGRAM_DIR}\`.`;
  if (mount.path === MODELS_DIR)
    return `SageMaker manages \`${mount.path}\` on a multi-model endpoint, which hides ${what}. Ship the models through S3.`;
  if (paths.every((path) => isWithin(path, MODEL_CODE_DIR))) {
    return `A model with \`ModelDataUrl\` or \`ModelDataSource\` is mounted over \`${mount.path}\`, which hides ${what}. Put the code into \`model.tar.gz\` below \`code/\`, or into \`${PROGRAM_DIR}\` of the image; without model data it works.`;
  }
  return `A model with \`ModelDataUrl\` or \`ModelDataSource\` is mounted over \`${mount.path}\`, which hides ${what}; only without model data is it seen. Ship it as \`model.tar.gz\`, or keep it in \`${OWN_MODEL_DIR}\` and load it from there.`;
}
