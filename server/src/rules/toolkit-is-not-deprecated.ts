import { toolkit } from '../../../contract/toolkits';
import type { Fix } from '../lint/finding';
import type { InstalledPackage } from '../shell/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { isPython, relatedToPackage } from './support/toolkit-presence';

const CODE = 'COPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n';
const TRAIN = 'print("training")\n';

export const toolkitIsNotDeprecated = defineRule({
  id: 'toolkit-is-not-deprecated',
  summary: 'The image uses a toolkit that AWS still develops',
  requirements: ['TK-08'],
  roles: 'any',
  severity: 'warning',
  fixable: true,
  why: '`sagemaker-containers` and the framework packages on top of it were replaced by `sagemaker-training` and `sagemaker-inference`. They get no corrections any more and do not work with current versions of Python and their own dependencies.',
  remedy:
    'Install `sagemaker-training` to train, `sagemaker-inference` to serve. Both read `SAGEMAKER_PROGRAM`; the Python module is called `sagemaker_training`.',
  bad: [
    {
      title: 'in the Dockerfile',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.8\nRUN pip install numpy "sagemaker_containers==2.8.6" && echo done\n${CODE}`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'in a requirements file',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.8\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n${CODE}`,
        'requirements.txt': 'numpy\nsagemaker-containers\n',
        'train.py': TRAIN,
      },
    },
    {
      title: 'a framework’s',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.8\nRUN pip install sagemaker-pytorch-container\n${CODE}`,
        'train.py': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'the new toolkit',
      files: { Dockerfile: `FROM python:3.12\nRUN pip install sagemaker-training\n${CODE}`, 'train.py': TRAIN },
    },
    {
      title: 'a framework’s new toolkit',
      files: { Dockerfile: `FROM python:3.12\nRUN pip install sagemaker-pytorch-training\n${CODE}`, 'train.py': TRAIN },
    },
  ],
  check(subject, report) {
    for (const it of subject.packages) {
      const deprecated = isPython(it) ? toolkit(it.name)?.deprecated : undefined;
      if (!deprecated) continue;
      report({
        range: it.range,
        message: `\`${it.name}\` is no longer developed and breaks with current versions of Python; ${deprecated.by} took its place. Install the one you need.`,
        related: relatedToPackage(subject, it, `\`${it.name}\` is listed here.`),
        tags: ['deprecated'],
        fixes: fixes(subject, it),
      });
    }
  },
});

/** Only for training is there one package that does the same. */
function fixes(subject: Subject, it: InstalledPackage): readonly Fix[] {
  if (
    it.name !== 'sagemaker-containers' ||
    it.listedIn !== undefined ||
    it.local ||
    it.manager !== 'pip' ||
    subject.has('inference')
  )
    return [];
  return [
    { title: 'Install `sagemaker-training` instead', edits: [replace(it.range, 'sagemaker-training')], safe: false },
  ];
}
