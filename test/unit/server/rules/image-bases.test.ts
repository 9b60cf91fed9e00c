import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const HOST = '763104351884.dkr.ecr.us-east-1.amazonaws.com';
const TAG = '2.6.0-gpu-py312';

interface Seen {
  readonly text: string;
  readonly severity: string;
  readonly message: string;
  readonly fixes: readonly string[];
}

/** Findings of a rule with the text they underline and the line that each fix leaves. */
function found(rule: string, dockerfile: string): readonly Seen[] {
  const lines = dockerfile.split('\n');
  return lintFiles({ Dockerfile: dockerfile })
    .findings.filter((it) => it.rule === rule)
    .map(({ range, severity, message, fixes }) => ({
      text: lines[range.start.line]?.slice(range.start.character, range.end.character) ?? '',
      severity,
      message,
      fixes: fixes.map(({ edits: [edit] }) => {
        const line = lines[edit?.range.start.line ?? 0] ?? '';
        return line.slice(0, edit?.range.start.character) + (edit?.text ?? '') + line.slice(edit?.range.end.character);
      }),
    }));
}

describe('base-account-fits-region', () => {
  const rule = 'base-account-fits-region';

  it('points to the account and corrects it where it is written', () => {
    expect(
      found(
        rule,
        '# sagemaker: roles=training\nFROM 763104351884.dkr.ecr.me-south-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\n',
      ),
    ).toMatchObject([
      {
        text: '763104351884',
        severity: 'error',
        fixes: ['FROM 217643126080.dkr.ecr.me-south-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312'],
      },
    ]);
    const byArg =
      '# sagemaker: roles=training\nARG A="763104351884"\nARG R=me-south-1\nFROM $A.dkr.ecr.$R.amazonaws.com/pytorch-training:2.6.0-gpu-py312\n';
    expect(found(rule, byArg)).toMatchObject([{ text: '763104351884', fixes: ['ARG A="217643126080"'] }]);
  });

  it('corrects the domain before the account', () => {
    expect(
      found(
        rule,
        '# sagemaker: roles=training\nFROM 763104351884.dkr.ecr.cn-north-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\n',
      ),
    ).toMatchObject([
      {
        text: 'cn-north-1.amazonaws.com',
        fixes: ['FROM 763104351884.dkr.ecr.cn-north-1.amazonaws.com.cn/pytorch-training:2.6.0-gpu-py312'],
      },
    ]);
  });

  it('is only a warning where the account hosts the framework under other names', () => {
    const [seen] = found(
      rule,
      '# sagemaker: roles=inference\nFROM 520713654638.dkr.ecr.us-west-2.amazonaws.com/pytorch-inference:1.5.0-cpu-py36-ubuntu16.04\n',
    );
    expect(seen?.severity).toBe('warning');
  });

  it('says nothing of builder images that are not built, of unknown regions far from any, and of the gallery', () => {
    const wrong = '763104351884.dkr.ecr.me-south-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312';
    expect(
      found(rule, `# sagemaker: roles=training\nFROM ${wrong} AS unused\nFROM ${HOST}/pytorch-training:${TAG}\n`),
    ).toEqual([]);
    expect(
      found(
        rule,
        `# sagemaker: roles=training\nFROM ${wrong} AS used\nFROM ${HOST}/pytorch-training:${TAG}\nCOPY --from=used /a /a\n`,
      ),
    ).toHaveLength(1);
    expect(
      found(
        rule,
        '# sagemaker: roles=training\nFROM 763104351884.dkr.ecr.xx-nowhere-9.amazonaws.com/pytorch-training:2.6.0-gpu-py312\n',
      ),
    ).toEqual([]);
    expect(
      found(
        rule,
        '# sagemaker: roles=training\nFROM 763104351884.dkr.ecr.us-east-9.amazonaws.com/pytorch-training:2.6.0-gpu-py312\n',
      ),
    ).toEqual([]);
    expect(
      found(
        rule,
        '# sagemaker: roles=training\nFROM public.ecr.aws/deep-learning-containers/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker\n',
      ),
    ).toEqual([]);
  });
});

describe('base-tag-is-known', () => {
  const rule = 'base-tag-is-known';

  it('points to the tag, suggests near ones, and corrects it in the ARG', () => {
    const [seen] = found(
      rule,
      `# sagemaker: roles=training\nARG TAG=2.6.0-gpu312\nFROM ${HOST}/pytorch-training:\${TAG}\n`,
    );
    expect(seen?.text).toBe('2.6.0-gpu312');
    expect(seen?.message).toContain('Did you mean `');
    expect(seen?.fixes[0]).toMatch(/^ARG TAG=2\.6\.0-gpu-py312/);
  });

  it('points to the repository', () => {
    const [seen] = found(rule, `# sagemaker: roles=training\nFROM ${HOST}/pytorch-trainin:${TAG}\n`);
    expect(seen?.text).toBe('pytorch-trainin');
    expect(seen?.fixes[0]).toBe(`FROM ${HOST}/pytorch-training:${TAG}`);
  });

  it('is quiet about a digest, other repositories, and tags that are partly unknown', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(found(rule, `# sagemaker: roles=training\nFROM ${HOST}/pytorch-training:mine@${digest}\n`)).toEqual([]);
    expect(found(rule, `# sagemaker: roles=training\nFROM ${HOST}/something-else-altogether:1\n`)).toEqual([]);
    expect(
      found(rule, `# sagemaker: roles=training\nARG P\nFROM ${HOST}/pytorch-training:2.6.0-\${P}-py312\n`),
    ).toEqual([]);
    expect(found(rule, `# sagemaker: roles=training\nFROM ${HOST}/pytorch-training\n`)).toEqual([]);
  });
});

describe('platform-is-amd64', () => {
  const rule = 'platform-is-amd64';
  const text = (roles: string, platform: string, image = 'python:3.12-slim'): string =>
    `# sagemaker: roles=${roles}\nFROM --platform=${platform} ${image}\n`;

  it.each([
    ['training', 'linux/arm64', 'error'],
    ['processing', 'arm64', 'error'],
    ['studio', 'linux/aarch64', 'error'],
    ['inference', 'linux/arm64/v8', 'warning'],
    ['inference,training', 'linux/arm64', 'error'],
    ['inference', 'linux/arm/v7', 'error'],
    ['inference', 'linux/ppc64le', 'error'],
  ])('%s on %s: %s', (roles, platform, severity) => {
    expect(found(rule, text(roles, platform))).toMatchObject([
      { text: platform, severity, fixes: [`FROM --platform=linux/amd64 python:3.12-slim`] },
    ]);
  });

  it.each([
    'linux/amd64',
    'amd64',
    'linux/x86_64',
    '$BUILDPLATFORM',
    '$TARGETPLATFORM',
    'linux/$TARGETARCH',
    '""',
    'linux',
  ])('is quiet about %s', (platform) => {
    expect(found(rule, text('training', platform))).toEqual([]);
  });

  it('takes an ARG’s default, without a fix', () => {
    expect(found(rule, `ARG P=linux/arm64\n${text('training', '$P')}`)).toMatchObject([
      { text: '$P', severity: 'error', fixes: [] },
    ]);
  });

  it('reads names of images', () => {
    expect(found(rule, text('training', 'linux/amd64', 'arm64v8/python:3.12'))).toMatchObject([
      { text: 'arm64v8/python:3.12', fixes: ['FROM --platform=linux/amd64 python:3.12'] },
    ]);
    expect(found(rule, '# sagemaker: roles=training\nFROM example/a:1-arm64-slim\n')).toHaveLength(1);
    expect(found(rule, '# sagemaker: roles=training\nFROM example/a:1-amd64-arm64\n')).toEqual([]);
    expect(found(rule, '# sagemaker: roles=training\nFROM example/arm64-tools:1\n')).toEqual([]);
  });

  it('knows AWS’s images for arm64', () => {
    const [seen] = found(
      rule,
      `# sagemaker: roles=training\nFROM ${HOST}/pytorch-training-arm64:2.7.0-gpu-py312-cu128-ubuntu22.04-ec2\n`,
    );
    expect(seen).toMatchObject({ severity: 'warning' });
    expect(
      found(
        rule,
        `# sagemaker: roles=training,inference\nFROM ${HOST}/pytorch-inference-graviton:2.3.1-cpu-py311-ubuntu22.04-sagemaker\n`,
      ),
    ).toEqual([]);
  });
});

describe('base-is-not-closed-algorithm', () => {
  it('is an error only where what is added is never called', () => {
    const base = 'FROM 382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1\n';
    const severities = (text: string): readonly string[] =>
      found('base-is-not-closed-algorithm', text).map((it) => it.severity);
    expect(severities(`${base}COPY train.py /opt/train.py\n`)).toEqual(['error']);
    expect(severities(`${base}LABEL a=b\n`)).toEqual(['warning']);
    expect(severities(`${base}COPY train.py /opt/train.py\nENTRYPOINT ["python", "/opt/train.py"]\n`)).toEqual([
      'warning',
    ]);
    expect(
      severities(`# sagemaker: roles=training\n${base.trim()} AS a\nFROM python:3.12\nCOPY --from=a /a /a\n`),
    ).toEqual([]);
  });
});
