import { describe, expect, it } from 'vitest';
import { FOLDER, lintFiles } from '../lint-files';

type Files = Readonly<Record<string, string>>;

function findings(rule: string, files: Files) {
  return lintFiles(files).findings.filter((it) => it.rule === rule);
}

describe('no-privileged-tools', () => {
  const rule = 'no-privileged-tools';
  const TRAIN = { '+x train': '#!/usr/bin/env python\nprint("training")\n' };
  const withRun = (run: string): Files => ({
    Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN ${run}\nCOPY train /usr/local/bin/train\n`,
    ...TRAIN,
  });
  const withStart = (line: string): Files => ({
    Dockerfile:
      '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCOPY app.py /app.py\n',
    '+x serve': `#!/bin/bash\n${line}\nexec python /app.py\n`,
    'app.py': 'print(1)\n',
  });

  it.each([
    'apt-get install -y s3fs',
    'apt-get install -y docker.io',
    'apk add s3fs-fuse',
    'yum install -y mount-s3',
    'apt-get install -y curl docker-ce',
  ])('%s', (run) => {
    expect(findings(rule, withRun(run))).toHaveLength(1);
  });

  it.each([
    'pip install s3fs',
    'pip install docker',
    'apt-get install -y fuse3 libfuse3-3',
    'npm install -g docker',
    'echo https://x/goofys',
    'curl https://x/goofys/readme',
    'apt-get install -y iptables',
  ])('says nothing of %s', (run) => {
    expect(findings(rule, withRun(run))).toEqual([]);
  });

  it.each([
    'wget https://github.com/kahing/goofys/releases/latest/download/goofys',
    'curl -o x https://host/x86_64/mount-s3-1.0.rpm',
  ])('finds what is downloaded: %s', (run) => {
    expect(findings(rule, withRun(run))).toHaveLength(1);
  });

  it.each([
    's3fs bucket /mnt',
    'mount -t nfs4 host:/ /mnt',
    'sysctl -w a=1',
    'sysctl a.b=1',
    '/usr/sbin/iptables -L',
    'docker run x',
    'modprobe fuse',
  ])('finds what the start script runs: %s', (line) => {
    const [finding] = findings(rule, withStart(line));
    expect(finding?.range.start).toEqual({ line: 2, character: 5 });
    expect(finding?.related).toMatchObject([{ file: `${FOLDER}/serve`, range: { start: { line: 1 } } }]);
  });

  it.each(['mount', 'docker info', 'sysctl kernel.version', 'mount -a || echo no', 'python /s3fs.py'])(
    'lets the start script run %s',
    (line) => {
      expect(findings(rule, withStart(line))).toEqual([]);
    },
  );

  it('is for training and serving', () => {
    const files = withRun('apt-get install -y s3fs');
    expect(findings(rule, { ...files, Dockerfile: (files['Dockerfile'] ?? '').replace('training', 'studio') })).toEqual(
      [],
    );
  });
});

describe('keeps-dlc-entrypoint', () => {
  const rule = 'keeps-dlc-entrypoint';
  const base = (name: string): string => `763104351884.dkr.ecr.us-east-1.amazonaws.com/${name}:2.6.0-gpu-py312`;
  const severities = (files: Files): readonly string[] => findings(rule, files).map((it) => it.severity);

  it('is grave only where nothing answers any more', () => {
    const start = { '+x start.sh': '#!/bin/bash\nexec python /x.py\n' };
    expect(
      severities({
        Dockerfile: `FROM ${base('pytorch-training')}\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n`,
        ...start,
      }),
    ).toEqual(['info']);
    expect(
      severities({
        Dockerfile: `FROM ${base('pytorch-inference')}\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n`,
        'start.sh': start['+x start.sh'],
      }),
    ).toEqual(['warning']);
  });

  it.each([
    '["bash", "-m", "start_with_right_hostname.sh"]',
    '["python", "/usr/local/bin/dockerd-entrypoint.py"]',
    'bash -m start_with_right_hostname.sh',
  ])('keeps quiet about %s', (entrypoint) => {
    expect(severities({ Dockerfile: `FROM ${base('pytorch-training')}\nENTRYPOINT ${entrypoint}\n` })).toEqual([]);
  });

  it('keeps quiet where the base has no ENTRYPOINT, where it is reset, and on other bases', () => {
    const own = { '+x start.sh': '#!/bin/bash\nexec python /x.py\n' };
    expect(
      severities({
        Dockerfile:
          'FROM 683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
        ...own,
      }),
    ).toEqual([]);
    expect(severities({ Dockerfile: `FROM ${base('pytorch-training')}\nENTRYPOINT []\n` })).toEqual([]);
    expect(
      severities({
        Dockerfile:
          '# sagemaker: roles=training\nFROM vllm/vllm-openai:v0.8.5\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
        ...own,
      }),
    ).toEqual([]);
  });
});
