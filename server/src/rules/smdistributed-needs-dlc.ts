import { defineRule } from './rule';
import { fileRange, relatedInFile } from './support/places';

const COPY = 'COPY train /usr/local/bin/train\n';
const MODULE = 'smdistributed';

export const smdistributedNeedsDlc = defineRule({
  id: 'smdistributed-needs-dlc',
  summary: 'SageMaker’s distributed libraries are used in an image that has them',
  requirements: ['GPU-10'],
  roles: ['training'],
  severity: 'warning',
  fixable: false,
  why: 'SageMaker’s data and model parallel libraries (`smdistributed`) come only with AWS’s Deep Learning Containers and SMP images; they are not on PyPI. Elsewhere the import fails.',
  remedy:
    'Build on the `pytorch-training` Deep Learning Container or SMP image that has the library, or use PyTorch’s own distribution (`torchrun`, FSDP).',
  bad: [
    {
      title: 'imported on plain Python',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install torch\n${COPY}`,
        '+x train': '#!/usr/bin/env python\nimport smdistributed.dataparallel.torch.torch_smddp\nprint("training")\n',
      },
    },
  ],
  good: [
    {
      title: 'not used',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install torch\n${COPY}`,
        '+x train': '#!/usr/bin/env python\nimport torch.distributed\nprint("training")\n',
      },
    },
    {
      title: 'only where it is there',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install torch\n${COPY}`,
        '+x train':
          '#!/usr/bin/env python\ntry:\n    import smdistributed.dataparallel.torch.torch_smddp\nexcept ImportError:\n    pass\nprint("training")\n',
      },
    },
    {
      title: 'the library is installed from S3',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install https://smdataparallel.s3.amazonaws.com/binary/smdistributed_dataparallel-2.5.0-cp312-cp312-linux_x86_64.whl\n${COPY}`,
        '+x train': '#!/usr/bin/env python\nimport smdistributed.dataparallel.torch.torch_smddp\nprint("training")\n',
      },
    },
    {
      title: 'a base image of unknown content',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM 658645717510.dkr.ecr.us-east-1.amazonaws.com/smdistributed-modelparallel:2.4.1-gpu-py311-cu121\n${COPY}`,
        '+x train': '#!/usr/bin/env python\nimport smdistributed.modelparallel\nprint("training")\n',
      },
    },
  ],
  check(subject, report) {
    const { row } = subject.stage.base;
    if (!row || row.kind === 'sagemaker' || subject.packages.some((it) => it.name.startsWith(MODULE))) return;
    if (subject.commands.some(({ words }) => words.some((it) => /smd(?:istributed|ataparallel)|smddp/.test(it.raw))))
      return;
    for (const { file, facts } of subject.pythonOf('train')) {
      const found = facts.imports.find((it) => it.value === MODULE || it.value.startsWith(`${MODULE}.`));
      if (!found || isGuarded(file.text ?? '', found.range.start.line)) continue;
      report({
        range: fileRange(subject, file),
        message: `The training program imports \`${found.value}\`, which only AWS’s Deep Learning Containers and SMP images have: it ends with \`ModuleNotFoundError\`. Build on one of these.`,
        related: relatedInFile(file, found.range, 'It is imported here.'),
      });
    }
  },
});

/** An import inside a block may never run. */
function isGuarded(text: string, line: number): boolean {
  return /^\s/.test(text.split('\n', line + 1)[line] ?? '');
}
