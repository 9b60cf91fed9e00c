import type { Range } from 'vscode-languageserver-types';
import { NVIDIA_ENVIRONMENT } from '../../../contract/gpu';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { appendToStage } from './support/edits';

const TRAIN = '#!/usr/bin/env python\nprint("training")\n';
const COPY = 'COPY train /usr/local/bin/train\n';
const [VISIBLE = ''] = Object.keys(NVIDIA_ENVIRONMENT);

export const nvidiaVariablesAreSet = defineRule({
  id: 'nvidia-variables-are-set',
  summary: 'An image for GPUs that is not built on CUDA asks for the driver',
  requirements: ['GPU-02'],
  roles: ['training', 'inference'],
  severity: 'info',
  fixable: true,
  why: 'NVIDIA’s container runtime puts the driver’s libraries into a container that asks for them by `NVIDIA_VISIBLE_DEVICES` and `NVIDIA_DRIVER_CAPABILITIES`. CUDA’s images set both; on other images CUDA may not find the GPU: `libcuda.so.1: cannot open shared object file`.',
  remedy: `Set both: \`ENV ${assignments()}\`.`,
  bad: [
    {
      title: 'PyTorch for CUDA on plain Python',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install torch --index-url https://download.pytorch.org/whl/cu121\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'CUDA’s libraries from pip',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install nvidia-cublas-cu12\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'the toolkit from apt',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python-is-python3 cuda-toolkit-11-4\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'only one of the two',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nENV NVIDIA_DRIVER_CAPABILITIES=all\nRUN pip install torch==2.4.0+cu121\n${COPY}`,
        '+x train': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'both are set',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nENV ${assignments()}\nRUN pip install torch --index-url https://download.pytorch.org/whl/cu121\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'CUDA’s own image sets them',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM nvidia/cuda:11.4.3-runtime-ubuntu20.04\nRUN apt-get update && apt-get install -y python-is-python3 python3-pip && pip install torch==1.12.1+cu113\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'for CPUs',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install torch --index-url https://download.pytorch.org/whl/cpu\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'the base image is not known',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM example.com/team/base:1\nRUN pip install torch==2.4.0+cu121\n',
      },
    },
  ],
  check(subject, report) {
    const { row } = subject.stage.base;
    if (!row || !/^(?:os|language|conda)$/.test(row.kind) || row.cuda !== undefined || !subject.config.envComplete)
      return;
    if (subject.config.env.has(VISIBLE)) return;
    const found = gpuSoftware(subject);
    if (!found) return;
    const missing = assignments((name) => !subject.config.env.has(name));
    report({
      range: found.range,
      message: `${found.what} for GPUs, and the base image does not ask for NVIDIA’s driver: CUDA may not find \`libcuda.so.1\` and the GPU. Set \`${missing}\`.`,
      fixes: [{ title: `Add \`ENV ${missing}\``, edits: [appendToStage(subject, `ENV ${missing}`)], safe: true }],
    });
  },
});

function assignments(wanted: (name: string) => boolean = () => true): string {
  return Object.entries(NVIDIA_ENVIRONMENT)
    .filter(([name]) => wanted(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** What is surely meant for GPUs: plain `pip install torch` is not, many run it on CPUs. */
function gpuSoftware(subject: Subject): { readonly range: Range; readonly what: string } | undefined {
  const it = subject.packages.find(
    ({ manager, name, version }) =>
      (manager === 'pip' &&
        (/^(?:nvidia-\w+(?:-\w+)?-cu1\d|cupy-cuda\w+|tensorflow-gpu|onnxruntime-gpu|paddlepaddle-gpu|faiss-gpu|faiss-gpu-cu1\d)$/.test(
          name,
        ) ||
          /\+cu1\d\d/.test(version))) ||
      ((manager === 'apt' || manager === 'yum') &&
        /^cuda(?:-(?:toolkit|libraries|cudart|runtime))?(?:-\d|$)|^libcudnn\d|^nvidia-cuda-toolkit$/.test(name)) ||
      (manager === 'conda' && /^(?:pytorch-cuda|cudatoolkit|cuda-toolkit|cudnn)$/.test(name)),
  );
  if (it) return { range: it.range, what: `\`${it.name}\` is` };
  for (const { words } of subject.commands) {
    const index = words.find(
      (word) =>
        word.value.known &&
        /^(?:--(?:extra-)?index-url=)?https:\/\/download\.pytorch\.org\/whl\/(?:nightly\/)?cu1\d\d/.test(
          word.value.value,
        ),
    );
    if (index) return { range: index.range, what: 'These packages are' };
  }
  return undefined;
}
