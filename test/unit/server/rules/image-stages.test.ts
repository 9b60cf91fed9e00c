import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const SERVE = { '+x serve': '#!/usr/bin/env python\nprint("serving")\n' };
const TRAIN = { '+x train': '#!/usr/bin/env python\nprint("training")\n' };
const LABEL = 'com.amazonaws.sagemaker.capabilities.accept-bind-to-port';

function found(rule: string, dockerfile: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return lintFiles({ Dockerfile: dockerfile, ...files })
    .findings.filter((it) => it.rule === rule)
    .map((it) => `${it.severity} ${it.range.start.line + 1}: ${it.message}`);
}

describe('settings-in-final-stage', () => {
  const rule = 'settings-in-final-stage';

  it('names a stage without a name by its number', () => {
    const [message] = found(
      rule,
      '# sagemaker: roles=inference\nFROM python:3.12\nENTRYPOINT ["python", "/serve.py"]\nFROM python:3.12-slim\nRUN true\n',
    );
    expect(message).toMatch(/^error 3: .*stage number 1 only/);
  });

  it('reports an ENTRYPOINT of the stage that sets it, once', () => {
    const text =
      '# sagemaker: roles=inference\nFROM python:3.12 AS a\nENTRYPOINT ["python", "/serve.py"]\nFROM a AS b\nRUN true\nFROM python:3.12-slim\nRUN true\n';
    expect(found(rule, text)).toHaveLength(1);
  });

  it('is quiet when the lost stage resets it, when the base may answer, and when CMD aside nothing was lost', () => {
    expect(
      found(
        rule,
        '# sagemaker: roles=inference\nFROM python:3.12 AS a\nENTRYPOINT []\nFROM python:3.12-slim\nRUN true\n',
      ),
    ).toEqual([]);
    expect(
      found(
        rule,
        '# sagemaker: roles=inference\nARG BASE\nFROM python:3.12 AS a\nENTRYPOINT ["/x"]\nFROM ${BASE}\nRUN true\n',
      ),
    ).toEqual([]);
    expect(
      found(
        rule,
        '# sagemaker: roles=inference\nFROM python:3.12 AS a\nENV PATH=/opt/a:$PATH\nFROM python:3.12-slim\nRUN true\n',
      ),
    ).toEqual([]);
  });

  it('is quiet about stages after the one that is built, and about an own ENTRYPOINT that finds nothing', () => {
    const later =
      '# sagemaker: roles=inference\nFROM python:3.12-slim AS sagemaker\nRUN true\nFROM python:3.12 AS test\nENTRYPOINT ["pytest"]\n';
    expect(found(rule, later)).toEqual([]);
    const own =
      '# sagemaker: roles=inference\nFROM python:3.12 AS a\nENTRYPOINT ["/a"]\nFROM python:3.12-slim\nENTRYPOINT ["/no/such/file"]\n';
    expect(found(rule, own)).toEqual([]);
  });

  it('looks for the second word when the first is answered', () => {
    const text =
      '# sagemaker: roles=training,inference\nFROM python:3.12 AS a\nENV PATH="/opt/program:$PATH"\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\nCOPY serve /opt/program/serve\n';
    expect(found(rule, text, { ...SERVE, ...TRAIN })[0]).toMatch(/^error 3: .*`docker run IMAGE serve`/);
  });

  it('offers to repeat an ENTRYPOINT only when its files are in the final image', () => {
    const fixes = (copy: string): number =>
      lintFiles({
        Dockerfile: `# sagemaker: roles=inference\nFROM python:3.12 AS a\nCOPY serve /app/serve\nENTRYPOINT ["python", "/app/serve"]\nFROM python:3.12-slim\n${copy}`,
        ...SERVE,
      }).findings.find((it) => it.rule === rule)?.fixes.length ?? -1;
    expect(fixes('COPY --from=a /app /app\n')).toBe(1);
    expect(fixes('RUN true\n')).toBe(0);
  });
});

describe('labels-in-final-stage', () => {
  const rule = 'labels-in-final-stage';

  it('is an error for a stage that is built, and a warning where it may be meant otherwise', () => {
    const text = (base: string, copy: string): string =>
      `# sagemaker: roles=inference\nARG BASE\nFROM python:3.12 AS a\nLABEL ${LABEL}=true\nFROM ${base}\n${copy}COPY serve /usr/local/bin/serve\n`;
    expect(found(rule, text('python:3.12-slim', 'COPY --from=a /x /x\n'), SERVE)[0]).toMatch(/^error 4: /);
    expect(found(rule, text('python:3.12-slim', 'RUN --mount=type=bind,from=a,target=/a true\n'), SERVE)[0]).toMatch(
      /^error 4: /,
    );
    expect(found(rule, text('python:3.12-slim', 'COPY --from=0 /x /x\n'), SERVE)[0]).toMatch(/^error 4: /);
    expect(found(rule, text('python:3.12-slim', ''), SERVE)[0]).toMatch(/^warning 4: /);
    expect(found(rule, text('${BASE}', 'COPY --from=a /x /x\n'), SERVE)[0]).toMatch(/^warning 4: /);
  });

  it('reports a label once, and only capabilities that are on', () => {
    const text = `# sagemaker: roles=inference\nFROM python:3.12 AS a\nLABEL ${LABEL}=true\nFROM a AS b\nLABEL ${LABEL}=true\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n`;
    expect(found(rule, text, SERVE)).toHaveLength(1);
    const off = `# sagemaker: roles=inference\nFROM python:3.12 AS a\nLABEL ${LABEL}=1 com.amazonaws.sagemaker.inference.cuda.verified_versions=true\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n`;
    expect(found(rule, off, SERVE)).toEqual([]);
  });

  it('counts a label that the base image brings', () => {
    const text = `FROM python:3.12 AS a\nLABEL ${LABEL}=true\nFROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312\nCOPY --from=a /x /x\n`;
    expect(found(rule, text)).toEqual([]);
  });
});

describe('label-value-is-true', () => {
  const text = (label: string): string =>
    `# sagemaker: roles=inference\nFROM python:3.12-slim\n${label}\nCOPY serve /usr/local/bin/serve\n`;

  it('looks at the value that counts', () => {
    expect(found('label-value-is-true', text(`LABEL ${LABEL}=1\nLABEL ${LABEL}=true`), SERVE)).toEqual([]);
    expect(found('label-value-is-true', text(`LABEL ${LABEL}=true\nLABEL ${LABEL}="yes"`), SERVE)[0]).toMatch(
      /^error 4: .*is `yes`/,
    );
    expect(found('label-value-is-true', text(`LABEL ${LABEL}=true ${LABEL}=""`), SERVE)).toHaveLength(1);
  });

  it.each(['false', 'False', '0', 'off', '"no"'])('takes %s for a no', (value) => {
    expect(found('label-value-is-true', text(`LABEL ${LABEL}=${value}`), SERVE)).toEqual([]);
  });

  it('takes a value from outside for unknown', () => {
    expect(found('label-value-is-true', text(`ARG X\nLABEL ${LABEL}=$X`), SERVE)).toEqual([]);
  });
});

describe('env-is-literal', () => {
  const text = (env: string, more = ''): string =>
    `# sagemaker: roles=training\nFROM python:3.12-slim\n${env}\n${more}COPY train /usr/local/bin/train\n`;

  it('is an error for PATH and SAGEMAKER_ variables of the final stage only', () => {
    expect(found('env-is-literal', text('ENV SAGEMAKER_PROGRAM=$(ls)'), TRAIN)[0]).toMatch(
      /^error 3: .*`SAGEMAKER_PROGRAM` holds the text `\$\(ls\)`/,
    );
    expect(found('env-is-literal', text('ENV MYPATH=$(ls)'), TRAIN)[0]).toMatch(/^warning 3: /);
    const builder = text('ENV PATH=$(ls):$PATH', 'FROM python:3.12-slim\nCOPY --from=0 /x /x\n');
    expect(found('env-is-literal', builder, TRAIN)[0]).toMatch(/^warning 3: /);
  });

  it('leaves arithmetic, single backticks and stages that are not built alone', () => {
    expect(found('env-is-literal', text('ENV A=$((1+2)) B=x`y'), TRAIN)).toEqual([]);
    expect(found('env-is-literal', text('ENV A=$(ls)', 'FROM python:3.12-slim\n'), TRAIN)).toEqual([]);
  });

  it('reports every variable', () => {
    expect(found('env-is-literal', text('ENV A="$(a)" B=1 C=`c`'), TRAIN)).toHaveLength(2);
  });
});
