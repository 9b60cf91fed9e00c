import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const TRAIN = '# sagemaker: roles=training\nFROM python:3.12-slim\n';
const SERVE = '# sagemaker: roles=inference\nFROM python:3.12-slim\n';
const PROCESS = '# sagemaker: roles=processing\nFROM python:3.12-slim\n';

/** `severity line:column-column` of what one rule finds (the Dockerfile's lines from 1). */
function found(rule: string, dockerfile: string, files: Record<string, string> = {}): readonly string[] {
  return lintFiles({ Dockerfile: dockerfile, ...files })
    .findings.filter((it) => it.rule === rule)
    .map((it) => `${it.severity} ${it.range.start.line + 1}:${it.range.start.character}-${it.range.end.character}`);
}

describe('no-files-under-mounts', () => {
  const rule = 'no-files-under-mounts';
  it.each([
    ['a download', 'RUN wget -P /opt/ml/input/data https://example.com/a.csv\n', ['error 3:4-56']],
    ['a checkout', 'RUN git clone https://example.com/a.git /opt/ml/input/data\n', ['error 3:4-58']],
    ['git itself, in a mounted directory', 'WORKDIR /opt/ml/input\nRUN git lfs install\n', []],
    ['a maybe', 'RUN test -f x && git clone https://example.com/a.git /opt/ml/input/a || true\n', []],
    [
      'an archive that ADD unpacks later removed',
      'ADD https://example.com/a.csv /opt/ml/input/data/\nRUN rm -r /opt/ml/input\n',
      [],
    ],
    ['a URL', 'ADD https://example.com/a.csv /opt/ml/input/data/\n', ['error 3:4-29']],
    [
      'configuration that SageMaker writes itself',
      'COPY <<EOF /opt/ml/input/config/resourceconfig.json\n{}\nEOF\n',
      ['warning 3:5-10'],
    ],
    ['output', 'COPY <<EOF /opt/ml/output/a.txt\nx\nEOF\n', ['error 3:5-10']],
    ['an empty file', 'RUN touch /opt/ml/output/a.txt\n', []],
    ['the code directory', 'COPY <<EOF /opt/ml/code/a.txt\nx\nEOF\n', []],
    ['lower case', 'copy --from=example.com/x /d /opt/ml/input/data\n', ['error 3:26-28']],
    ['the model, of which another rule speaks', 'COPY <<EOF /opt/ml/model/a.txt\nx\nEOF\n', []],
    ['a folder of unknown content above', 'COPY --from=example.com/x /d /opt/ml\n', []],
  ])('%s', (_title, lines, expected) => {
    expect(found(rule, TRAIN + lines)).toEqual(expected);
  });

  it('is milder where the job decides on the mount', () => {
    expect(found(rule, `${PROCESS}COPY <<EOF /opt/ml/processing/code/a.txt\nx\nEOF\n`)).toEqual(['warning 3:5-10']);
    expect(found(rule, `${PROCESS}COPY <<EOF /opt/ml/config/a.json\nx\nEOF\n`)).toEqual(['warning 3:5-10']);
    const started = `${PROCESS}COPY a.py /opt/ml/processing/code/a.py\nENTRYPOINT ["python", "/opt/ml/processing/code/a.py"]\n`;
    expect(found(rule, started, { 'a.py': 'print(1)\n' })).toEqual(['warning 3:5-9']);
  });

  it('names a file that a stage brings along', () => {
    const text = `# sagemaker: roles=training\nFROM python:3.12-slim AS data\nRUN mkdir /d && echo 1 > /d/a.csv\nFROM python:3.12-slim\nCOPY --from=data /d /opt/ml/input/data/train\n`;
    const [finding] = lintFiles({ Dockerfile: text }).findings.filter((it) => it.rule === rule);
    expect(finding?.message).toContain('`/opt/ml/input/data/train/a.csv`');
  });

  it('says one thing for one COPY', () => {
    const files = { 'd/a.csv': '1\n', 'd/b.csv': '1\n', 'd/c/c.csv': '1\n' };
    const [finding, ...others] = lintFiles({
      Dockerfile: `${TRAIN}COPY d /opt/ml/input/data/\n`,
      ...files,
    }).findings.filter((it) => it.rule === rule);
    expect(others).toEqual([]);
    expect(finding?.message).toContain('2 more files');
  });
});

describe('no-model-baked-in', () => {
  const rule = 'no-model-baked-in';
  it('tells code from a model and training from serving', () => {
    const messages = (text: string): readonly string[] =>
      lintFiles({ Dockerfile: text })
        .findings.filter((it) => it.rule === rule)
        .map((it) => it.message);
    expect(messages(`${SERVE}COPY <<EOF /opt/ml/model/code/a.py\nx\nEOF\n`)[0]).toContain('below `code/`');
    expect(messages(`${SERVE}COPY <<EOF /opt/ml/model/a.bin\nx\nEOF\n`)[0]).toContain('only without model data');
    expect(messages(`${TRAIN}COPY <<EOF /opt/ml/model/a.bin\nx\nEOF\n`)[0]).toContain('Training mounts');
  });
  it.each([
    ['an archive that ADD unpacks', 'ADD m.tar.gz /opt/ml/model/\n', ['warning 3:4-12']],
    ['an archive that COPY keeps', 'COPY m.tar.gz /opt/ml/model/\n', ['warning 3:5-13']],
    ['a folder that is not built yet', 'COPY m.tar.gz /srv/\nCOPY trained/ /opt/ml/model/\n', ['warning 4:5-13']],
    ['a pattern that matches nothing', 'COPY m.tar.gz /srv/\nCOPY *.pkl /opt/ml/model/\n', []],
    ['optional files', 'COPY --from=example.com/x /m/a[b] /opt/ml/model/\n', []],
    ['a pattern in another image', 'COPY --from=example.com/x /m/* /opt/ml/model/\n', ['warning 3:26-30']],
  ])('%s', (_title, lines, expected) => {
    expect(found(rule, SERVE + lines, { 'm.tar.gz': 'x' })).toEqual(expected);
  });

  it('leaves directories of its own alone', () => {
    expect(found(rule, `${SERVE}COPY <<EOF /opt/ml/models/a.bin\nx\nEOF\n`)).toEqual([]);
    expect(found(rule, `${PROCESS}COPY <<EOF /opt/ml/model/a.bin\nx\nEOF\n`)).toEqual([]);
  });
});

describe('copy-file-not-directory', () => {
  const rule = 'copy-file-not-directory';
  const files = { 'train.py': 'print(1)\n', 'd/a.py': 'print(1)\n' };
  it.each([
    ['a new name', 'COPY train.py /usr/local/bin/train\n', []],
    ['a directory made before', 'RUN mkdir -p /opt/ml/code\nCOPY train.py /opt/ml/code\n', []],
    ['a directory that a folder made', 'COPY d /opt/ml/code\nCOPY train.py /opt/ml/code\n', []],
    ['a file', 'COPY train.py /opt/ml/code\n', ['warning 3:14-26']],
    ['a file of an inherited variable', 'ENV CODE=/opt/ml/code\nCOPY train.py $CODE\n', ['warning 4:14-19']],
    [
      'another program for the toolkit',
      'COPY train.py /opt/ml/code\nENV SAGEMAKER_PROGRAM=a.py\n',
      ['warning 3:14-26'],
    ],
    ['a missing file', 'COPY d/a.py /srv/\nCOPY no.py /opt/ml/code\n', []],
    ['a file with a name of its own', 'COPY train.py /opt/anything\n', []],
  ])('%s', (_title, lines, expected) => {
    expect(found(rule, TRAIN + lines, files)).toEqual(expected);
  });
});

describe('opt-ml-path-is-spelled-right', () => {
  const rule = 'opt-ml-path-is-spelled-right';
  it.each([
    ['ENV', 'ENV A=/opt/ml/ouput/data\n', ['warning 3:6-24']],
    ['quoted in a RUN with a continuation', 'RUN mkdir \\\n  "/opt/ml/inputs/data"\n', ['warning 4:3-22']],
    ['a comment', '# /opt/ml/inputs\n', []],
    ['a path of its own', 'ENV A=/opt/ml/app B=/data/opt/ml/inputs C=s3://b/opt/ml/inputs\n', []],
  ])('%s', (_title, lines, expected) => {
    expect(found(rule, TRAIN + lines)).toEqual(expected);
  });
});

describe('model-dir-is-read-only', () => {
  const rule = 'model-dir-is-read-only';
  const serve = (text: string): Record<string, string> => ({ '+x serve': `#!/usr/bin/env python\n${text}` });
  const COPY = 'COPY serve /usr/local/bin/serve\n';
  it('is sure of writes, less so of directories', () => {
    expect(found(rule, SERVE + COPY, serve('open("/opt/ml/model/a", "w")\n'))).toEqual(['error 3:5-10']);
    expect(found(rule, SERVE + COPY, serve('import os\nos.makedirs("/opt/ml/model/a")\n'))).toEqual(['warning 3:5-10']);
    expect(found(rule, SERVE + COPY, serve('open("/opt/ml/models/a", "w")\n'))).toEqual([]);
  });
  it('is less sure when a failure is caught', () => {
    const text = 'try:\n    open("/opt/ml/model/a", "w")\nexcept (ValueError, OSError):\n    pass\n';
    expect(found(rule, SERVE + COPY, serve(text))).toEqual(['warning 3:5-10']);
    expect(found(rule, SERVE + COPY, serve(text.replace('OSError', 'KeyError')))).toEqual(['error 3:5-10']);
    const read = text.replace('"/opt/ml/model/a", "w"', '"/opt/ml/input/config/hyperparameters.json"');
    const other = 'serving-reads-no-training-config';
    expect(found(other, SERVE + COPY, serve(read))).toEqual([]);
    expect(found(other, SERVE + COPY, serve(read.replace('OSError', 'KeyError')))).toEqual(['warning 3:5-10']);
  });
  it('replaces quoted values whole', () => {
    const [finding] = lintFiles({ Dockerfile: `${SERVE}ENV HF_HOME="/opt/ml/model/hf"\n` }).findings.filter(
      (it) => it.rule === rule,
    );
    expect(finding?.fixes[0]?.edits[0]).toMatchObject({
      text: '/tmp/hf-home',
      range: { start: { character: 12 }, end: { character: 30 } },
    });
  });
});

describe('no-secret-files', () => {
  const rule = 'no-secret-files';
  it.each([
    ['a stand-in in .env', 'COPY .env /app/\n', { '.env': 'DB_PASSWORD=changeme\n' }, []],
    [
      'a key of AWS in .env',
      'COPY .env /app/\n',
      { '.env': 'AWS_ACCESS_KEY_ID=AKIAQWERTZUIOPASDFGH\n' },
      ['error 3:5-9'],
    ],
    ['.env of unknown content', 'COPY --from=example.com/x .env /app/\n', {}, ['warning 3:26-30']],
    [
      'a key of TLS',
      'COPY tls/server.key /etc/\n',
      { 'tls/server.key': '-----BEGIN PRIVATE KEY-----\n' },
      ['warning 3:5-19'],
    ],
    ['a certificate called key', 'COPY key.pem /etc/\n', { 'key.pem': '-----BEGIN PUBLIC KEY-----\n' }, []],
    ['passwords', 'COPY .netrc /root/\n', { '.netrc': 'machine a login b password c\n' }, ['warning 3:5-11']],
    ['a profile without keys', 'COPY .aws /root/.aws\n', { '.aws/credentials': '[default]\nrole_arn = x\n' }, []],
  ])('%s', (_title, lines, files, expected) => {
    expect(found(rule, TRAIN + lines, files)).toEqual(expected);
  });
});
