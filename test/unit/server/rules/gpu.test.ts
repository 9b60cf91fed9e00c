import { describe, expect, it } from 'vitest';
import { applyEdits } from '../apply-edits';
import { lintFiles } from '../lint-files';

function findingsOf(
  rule: string,
  files: Readonly<Record<string, string>>,
): readonly { readonly severity: string; readonly fixed: string }[] {
  return lintFiles(files)
    .findings.filter((it) => it.rule === rule)
    .map((it) => ({
      severity: it.severity,
      fixed: applyEdits(files, 'Dockerfile', it.fixes[0]?.edits ?? [])['Dockerfile'] ?? '',
    }));
}

function training(rest: string, from = 'ubuntu:22.04'): Record<string, string> {
  return { Dockerfile: `# sagemaker: roles=training,inference\nFROM ${from}\n${rest}` };
}

describe('no-driver-in-image', () => {
  const severities = (run: string) =>
    findingsOf('no-driver-in-image', training(`RUN ${run}\n`)).map((it) => it.severity);

  it.each([
    ['apt-get install -y nvidia-driver-550-server', 'error'],
    ['apt install -y cuda-drivers-535', 'error'],
    ['yum install -y kmod-nvidia-latest-dkms', 'error'],
    ['apt-get install -y libcuda1-384:amd64', 'error'],
    ['apt-get install -y cuda', 'warning'],
    ['apt-get install -y cuda-runtime-12-1', 'warning'],
    ['chmod +x /tmp/NVIDIA-Linux-x86_64-535.run && /tmp/NVIDIA-Linux-x86_64-535.run -s', 'error'],
  ])('reports %s', (run, severity) => {
    expect(severities(run)).toEqual([severity]);
  });

  it.each([
    'apt-get install -y cuda-toolkit-12-4 cuda-libraries-12-4 cuda-compat-12-4 cuda-nvcc-12-4 libcudnn9-cuda-12',
    'apt-get install -y nvidia-container-toolkit',
    'pip install cuda nvidia-driver-535',
    'apt-get update && apt-get install -y nvidia-driver-535 && apt-get remove -y nvidia-driver-535',
    'wget https://example.com/NVIDIA-Linux-x86_64-535.run',
    'sh NVIDIA-Linux-x86_64-535.run --extract-only',
  ])('accepts %s', (run) => {
    expect(severities(run)).toEqual([]);
  });

  it('takes the package out of a list, wherever it stands', () => {
    const fixed = (run: string) =>
      findingsOf('no-driver-in-image', training(`RUN ${run}\n`))[0]
        ?.fixed.split('\n')
        .slice(2)
        .join('\n');
    expect(fixed('apt-get install -y \\\n  nvidia-driver-535 \\\n  curl && true')).toBe(
      'RUN apt-get install -y \\\n  curl && true\n',
    );
    expect(fixed('apt-get install -y \\\n  curl \\\n  nvidia-driver-535 && true')).toBe(
      'RUN apt-get install -y \\\n  curl && true\n',
    );
  });

  it('puts the toolkit in place of a metapackage', () => {
    const files = training('RUN apt-get install -y curl cuda-12-4 cuda\n');
    expect(findingsOf('no-driver-in-image', files).map((it) => it.fixed.split('\n')[2])).toEqual([
      'RUN apt-get install -y curl cuda-toolkit-12-4 cuda',
      'RUN apt-get install -y curl cuda-12-4 cuda-toolkit',
    ]);
  });

  it('looks at what is removed after, not before', () => {
    expect(severities('apt-get purge -y nvidia-driver-535 && apt-get install -y nvidia-driver-535')).toEqual(['error']);
    expect(severities('apt-get install -y nvidia-driver-535 && apt-get purge -y nvidia-driver-550 "cuda*"')).toEqual([
      'error',
    ]);
    expect(severities('apt-get install -y nvidia-driver-535 && echo nvidia-driver-535')).toEqual(['error']);
  });

  it('offers no fix that would leave an empty list', () => {
    const files = training('RUN apt-get install -y nvidia-driver-535 && apt-get install -y curl\n');
    expect(findingsOf('no-driver-in-image', files)[0]?.fixed).toBe(files['Dockerfile']);
  });

  it('is silent about stages that are not in the image', () => {
    const files = {
      Dockerfile:
        '# sagemaker: roles=training\nFROM ubuntu:22.04 AS a\nRUN apt-get install -y nvidia-driver-535\nFROM ubuntu:22.04\nCOPY --from=a /x /x\n',
    };
    expect(findingsOf('no-driver-in-image', files)).toEqual([]);
  });
});

describe('efa-installer-skips-kmod', () => {
  it('adds the flag behind the installer', () => {
    const [found] = findingsOf(
      'efa-installer-skips-kmod',
      training('RUN cd /tmp/aws-efa-installer && sudo ./efa_installer.sh -y -g\n'),
    );
    expect(found?.severity).toBe('error');
    expect(found?.fixed).toContain('sudo ./efa_installer.sh --skip-kmod -y -g\n');
  });

  it('is less sure where the command may not run', () => {
    const files = training('RUN if [ -n "$EFA" ]; then cd /tmp/aws-efa-installer && ./efa_installer.sh -y; fi\n');
    expect(findingsOf('efa-installer-skips-kmod', files).map((it) => it.severity)).toEqual(['warning']);
  });
});

describe('nvidia-variables-are-set', () => {
  const severities = (rest: string, from = 'python:3.12-slim') =>
    findingsOf('nvidia-variables-are-set', training(rest, from)).map((it) => it.severity);

  it.each([
    'pip install cupy-cuda12x',
    'pip install --extra-index-url=https://download.pytorch.org/whl/cu118 torch',
    'apt-get install -y libcudnn8',
  ])('reports %s', (run) => {
    expect(severities(`RUN ${run}\n`)).toEqual(['info']);
  });

  it.each(['pip install torch', 'pip install tensorflow', 'pip install nvidia-ml-py', 'pip install torch==2.4.0+cpu'])(
    'accepts %s',
    (run) => {
      expect(severities(`RUN ${run}\n`)).toEqual([]);
    },
  );

  it('adds only what is missing', () => {
    const [found] = findingsOf(
      'nvidia-variables-are-set',
      training('ENV NVIDIA_DRIVER_CAPABILITIES=all\nRUN pip install cupy-cuda12x\n', 'python:3.12-slim'),
    );
    expect(found?.fixed).toMatch(/\nENV NVIDIA_VISIBLE_DEVICES=all\n$/);
  });

  it('reads conda’s packages, on images that are known', () => {
    expect(severities('RUN conda install -y pytorch-cuda=12.1\n', 'continuumio/miniconda3:24.1.2-0')).toEqual(['info']);
    expect(severities('RUN conda install -y pytorch\n', 'continuumio/miniconda3:24.1.2-0')).toEqual([]);
    expect(severities('RUN pip install cupy-cuda12x\n', 'quay.io/jupyter/pytorch-notebook:cuda12-python-3.11')).toEqual(
      [],
    );
  });

  it('is content with NVIDIA_VISIBLE_DEVICES', () => {
    expect(severities('ENV NVIDIA_VISIBLE_DEVICES=0\nRUN pip install cupy-cuda12x\n')).toEqual([]);
  });

  it('leaves AWS’s images alone', () => {
    const from =
      '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.3.0-gpu-py311-cu121-ubuntu20.04-sagemaker';
    expect(severities('RUN pip install cupy-cuda12x\n', from)).toEqual([]);
  });
});

describe('cuda-compat-is-conditional', () => {
  it('takes the directory out', () => {
    const fixed = (value: string) =>
      findingsOf('cuda-compat-is-conditional', training(`ENV LD_LIBRARY_PATH=${value}\n`))[0]?.fixed;
    expect(fixed('/usr/local/cuda/compat:/a')).toMatch(/LD_LIBRARY_PATH=\/a\n$/);
    expect(fixed('/a:/usr/local/cuda/compat')).toMatch(/LD_LIBRARY_PATH=\/a\n$/);
  });

  it('follows a value that goes on from another', () => {
    const files = training('ENV LD_LIBRARY_PATH=/usr/local/cuda/compat\nENV LD_LIBRARY_PATH=/a:$LD_LIBRARY_PATH\n');
    expect(findingsOf('cuda-compat-is-conditional', files)).toHaveLength(1);
  });
});

describe('cuda-fits-host-driver', () => {
  const severities = (from: string, rest = '') =>
    findingsOf('cuda-fits-host-driver', training(rest, from)).map((it) => it.severity);

  it('counts the major version', () => {
    expect(severities('nvidia/cuda:11.8.0-runtime-ubuntu22.04')).toEqual([]);
    expect(severities('nvidia/cuda:12.0.1-runtime-ubuntu22.04')).toEqual(['info']);
  });

  it('leaves AWS’s images and those with a choice alone', () => {
    expect(
      severities(
        '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker',
      ),
    ).toEqual([]);
    expect(
      severities(
        'nvidia/cuda:12.4.1-runtime-ubuntu22.04',
        'RUN apt-get update && apt-get install -y cuda-compat-12-4\n',
      ),
    ).toEqual([]);
  });
});

describe('mpi-has-ssh', () => {
  const severities = (rest: string, from = 'python:3.12') =>
    findingsOf('mpi-has-ssh', training(rest, from)).map((it) => it.severity);

  it('knows what brings MPI and what brings SSH', () => {
    expect(severities('RUN apt-get install -y openmpi-bin\n')).toEqual(['info']);
    expect(severities('RUN apt-get install -y libopenmpi-dev\n')).toEqual([]);
    expect(severities('RUN pip install mpi4py && apt-get install -y ssh\n')).toEqual([]);
    expect(severities('RUN pip install mpi4py && mkdir -p /var/run/sshd\n')).toEqual([]);
    expect(severities('RUN pip install mpi4py\n', 'example.com/team/base:1')).toEqual([]);
  });

  it('installs it right below', () => {
    const [found] = findingsOf('mpi-has-ssh', training('RUN pip install mpi4py\nRUN true\n', 'python:3.12'));
    expect(found?.fixed).toMatch(
      /RUN pip install mpi4py\nRUN apt-get update && .*openssh-server openssh-client.*\nRUN true\n$/,
    );
  });
});
