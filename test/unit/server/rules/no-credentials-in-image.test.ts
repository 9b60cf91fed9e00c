import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const END = 'COPY p.py /p.py\nCMD ["python", "/p.py"]\n';

function found(lines: string): readonly string[] {
  const files = {
    Dockerfile: `# sagemaker: roles=processing\nFROM python:3.12-slim\n${lines}${END}`,
    'p.py': 'print(1)\n',
  };
  return lintFiles(files)
    .findings.filter((it) => it.rule === 'no-credentials-in-image')
    .map((it) => `${it.severity} ${String(it.range.start.line + 1)}`);
}

describe('no-credentials-in-image', () => {
  it.each([
    ['ENV AWS_ACCESS_KEY_ID=test\n', ['error 3']],
    ['ARG AWS_ACCESS_KEY_ID=test\n', ['error 3']],
    ['ARG AWS_ACCESS_KEY_ID\n', ['hint 3']],
    ['ARG AWS_ACCESS_KEY_ID\nENV AWS_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID\n', ['hint 3', 'error 4']],
    ['ENV A=1 \\\n  AWS_SESSION_TOKEN="abc"\n', ['error 4']],
    ['env aws_profile=x AWS_SECURITY_TOKEN=y\n', ['error 3']],
    ['ENV PGPASSWORD=hunter22\n', ['warning 3']],
    ['ARG DB_PASSWORD=hunter22\n', ['warning 3']],
    ['ARG HF_TOKEN=""\nENV HF_TOKEN=${HF_TOKEN}\n', ['warning 4']],
    ['RUN aws configure --profile x set aws_region y && aws configure set profile.aws_access_key_id z\n', ['error 3']],
  ])('reports %j', (lines, expected) => {
    expect(found(lines)).toEqual(expected);
  });

  it.each([
    'ENV AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-}"\n',
    'ENV API_KEY="${API_KEY}"\n',
    'ENV DB_PASSWORD=short\n',
    'ENV DB_PASSWORD_FILE=/run/secrets/password SECRET_KEY_NAME=production TOKEN=abcdefgh\n',
    'ENV DB_PASSWORD=arn:aws:secretsmanager:eu-west-1:123456789012:secret:db\n',
    'ARG HF_TOKEN\nRUN --mount=type=secret,id=hf echo $HF_TOKEN\n',
    'FROM python:3.12-slim\n',
  ])('accepts %j', (lines) => {
    expect(found(lines)).toEqual([]);
  });

  it('leaves stages alone that do not come into the image', () => {
    expect(found('ENV AWS_ACCESS_KEY_ID=test\nFROM python:3.12-slim\n')).toEqual([]);
  });
});
