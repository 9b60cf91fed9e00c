import { describe, expect, it } from 'vitest';
import { FOLDER, lintFiles } from '../lint-files';

const HEAD = '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n';
const TRAIN = { '+x train': '#!/usr/bin/env python\nprint("training")\n' };

type Files = Readonly<Record<string, string>>;

function found(rule: string, files: Files, path = 'Dockerfile'): readonly string[] {
  return lintFiles(files, path)
    .findings.filter((it) => it.rule === rule)
    .map((it) => `${it.severity} ${it.range.start.line + 1}:${it.range.start.character + 1} ${it.message}`);
}

describe('copy-stays-in-context', () => {
  const rule = 'copy-stays-in-context';

  it.each(['../src', './../src', 'a/../../src', '/../src', '../'])('knows that %s leaves the context', (source) => {
    expect(found(rule, { Dockerfile: `${HEAD}COPY ${source} /opt/program\n`, ...TRAIN }).length).toBe(1);
  });

  it.each(['a/../src', '..src', 'src/..', './src', 'https://x/../y'])('lets %s pass', (source) => {
    expect(found(rule, { Dockerfile: `${HEAD}ADD ${source} /opt/program\n`, ...TRAIN })).toEqual([]);
  });

  it('is graver the surer it is that the build fails', () => {
    const dockerfile = `${HEAD}COPY ../src /opt/program\n`;
    expect(found(rule, { Dockerfile: dockerfile, ...TRAIN })[0]).toMatch(/^error 4:6 .*the build fails/);
    expect(found(rule, { Dockerfile: dockerfile, ...TRAIN, 'src/a.py': '' })[0]).toMatch(
      /^hint 4:6 .*cuts `\.\.\/` off and takes `src`/,
    );
    const project = { 'docker/Dockerfile': dockerfile, '+x docker/train': '', 'src/a.py': '' };
    expect(found(rule, project, 'docker/Dockerfile')[0]).toMatch(/^(?:warning|error) /);
    const declared = {
      ...project,
      '.sagemaker/containers.json': '{ "containers": { "docker/Dockerfile": { "context": "." } } }',
    };
    expect(found(rule, declared, 'docker/Dockerfile')[0]).toMatch(/^hint /);
  });

  it('leaves stages that are not built alone', () => {
    expect(found(rule, { Dockerfile: `FROM python:3.12 AS unused\nCOPY ../src /src\n${HEAD}`, ...TRAIN })).toEqual([]);
    expect(
      found(rule, {
        Dockerfile: `FROM python:3.12 AS used\nCOPY ../src /src\n${HEAD}COPY --from=used /src /src\n`,
        ...TRAIN,
      }),
    ).toHaveLength(1);
  });
});

describe('copy-source-exists', () => {
  const rule = 'copy-source-exists';

  it('points to each missing source', () => {
    const files = { Dockerfile: `${HEAD}COPY a.py c.py b.py d.py /opt/program/\n`, ...TRAIN, 'c.py': '', 'd.py': '' };
    expect(found(rule, files).map((it) => it.slice(0, 20))).toEqual(['warning 4:6 `a.py` i', 'warning 4:16 `b.py` ']);
  });

  it.each([
    'x*.py',
    'a.p[y]',
    '--parents a/b.py',
    '--from=other a.py',
    'https://example.com/a.py',
    '$UNSET_ARG/a.py',
    '<<EOT',
  ])('says nothing of %s', (source) => {
    const text = `# sagemaker: roles=training\nFROM python:3.12-slim\nARG UNSET_ARG\nCOPY train /usr/local/bin/train\nADD ${source} /opt/program/\nEOT\n`;
    expect(found(rule, { Dockerfile: source === '<<EOT' ? text : text.replace('EOT\n', ''), ...TRAIN })).toEqual([]);
  });

  it.each(['dist/', 'model.tar.gz', 'build/app.js', 'models/a', 'data.csv', '.env'])(
    'only hints at %s, which is made before the build',
    (source) => {
      expect(found(rule, { Dockerfile: `${HEAD}COPY ${source} /opt/program/\n`, ...TRAIN })[0]).toMatch(/^hint 4:6 /);
    },
  );

  it('reads .gitignore near enough', () => {
    const files = (ignore: string): Files => ({
      Dockerfile: `${HEAD}COPY src/made.py /opt/program/\n`,
      ...TRAIN,
      '.gitignore': ignore,
    });
    expect(found(rule, files('# src\nmade.py\n'))[0]).toMatch(/^hint/);
    expect(found(rule, files('src/\n'))[0]).toMatch(/^hint/);
    expect(found(rule, files('/src/made.py\n'))[0]).toMatch(/^hint/);
    expect(found(rule, files('\n# src/made.py\nother.py\n'))[0]).toMatch(/^warning/);
  });
});

describe('dockerignore-keeps-programs', () => {
  const rule = 'dockerignore-keeps-programs';
  const text =
    '# sagemaker: roles=training\nFROM python:3.12-slim\nENV PATH="/opt/program:$PATH"\nCOPY train other.py /opt/program/\n';

  it('names the line that keeps it out and adds an exception at the end', () => {
    const [finding] = lintFiles({
      Dockerfile: text,
      ...TRAIN,
      'other.py': '',
      '.dockerignore': '# train\r\ntrain\r\n!other.py',
    }).findings.filter((it) => it.rule === rule);
    expect(finding?.severity).toBe('error');
    expect(finding?.related).toMatchObject([
      { file: `${FOLDER}/.dockerignore`, range: { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } } },
    ]);
    expect(finding?.fixes[0]?.edits[0]).toMatchObject({
      file: `${FOLDER}/.dockerignore`,
      range: { start: { line: 2, character: 9 } },
      text: '\r\n!train\r\n',
    });
  });

  it('is a warning for what is no program', () => {
    expect(found(rule, { Dockerfile: text, ...TRAIN, 'other.py': '', '.dockerignore': '*.py\n' })[0]).toMatch(
      /^warning 4:12 /,
    );
  });

  it('looks into a folder for what the start does not find, and for nothing else', () => {
    const folder = text.replace('COPY train other.py', 'COPY .');
    expect(
      found(rule, { Dockerfile: folder, ...TRAIN, 'other.py': '', '.dockerignore': 'train\nother.py\n' }),
    ).toHaveLength(1);
    expect(found(rule, { Dockerfile: folder, ...TRAIN, 'other.py': '', '.dockerignore': 'other.py\n' })).toEqual([]);
    const both = folder.replace('COPY . /opt/program/', 'COPY . /opt/program/\nCOPY bin /opt/program');
    expect(
      found(rule, { Dockerfile: both, train: '', 'bin/train': '', '.dockerignore': '/train\n' }).filter((it) =>
        it.startsWith('error'),
      ),
    ).toEqual([]);
  });

  it('takes an explicit train for one even where another program runs', () => {
    const own = text.replace(
      'COPY train other.py',
      'ENTRYPOINT ["python", "/opt/program/other.py"]\nCOPY train other.py',
    );
    expect(found(rule, { Dockerfile: own, ...TRAIN, 'other.py': '', '.dockerignore': 'train\n' })[0]).toMatch(
      /^error 5:6 /,
    );
  });

  it('sees a whole folder kept out, unless an exception lets some of it pass', () => {
    const folder = text.replace('COPY train other.py', 'COPY train src');
    expect(found(rule, { Dockerfile: folder, ...TRAIN, 'src/a.py': '', '.dockerignore': 'src\n' })[0]).toMatch(
      /^warning 4:12 /,
    );
    expect(found(rule, { Dockerfile: folder, ...TRAIN, 'src/a.py': '', '.dockerignore': 'src\n!src/a.py\n' })).toEqual(
      [],
    );
  });
});

describe('docker-format-when-pushed', () => {
  const rule = 'docker-format-when-pushed';
  const dockerfile = '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n';
  const push = 'docker buildx build --push .\n';

  it('reads the scripts of the Dockerfile’s folder, and those of the context that name it', () => {
    const files = (root: string): Files => ({
      'a/Dockerfile': dockerfile.replace('serve /', 'a/serve /'),
      '+x a/serve': '#!/bin/sh\n',
      'push.sh': root,
    });
    expect(found(rule, files(`docker buildx build -f a/Dockerfile --push .\n`), 'a/Dockerfile')).toHaveLength(1);
    expect(found(rule, files(`docker buildx build -f b/Dockerfile.b --push .\n`), 'a/Dockerfile')).toEqual([]);
    expect(found(rule, { ...files(''), 'a/deploy.sh': push }, 'a/Dockerfile')).toHaveLength(1);
  });

  it('reads Makefiles and buildspecs, but no other files', () => {
    const files = { Dockerfile: dockerfile, '+x serve': '#!/bin/sh\n' };
    expect(found(rule, { ...files, Makefile: `push:\n\t${push}` })).toHaveLength(1);
    expect(found(rule, { ...files, 'buildspec.prod.yml': `build:\n  - ${push}` })).toHaveLength(1);
    expect(found(rule, { ...files, 'README.md': push, 'x.yml': push })).toEqual([]);
  });

  it('is for images that serve', () => {
    expect(found(rule, { Dockerfile: HEAD, ...TRAIN, 'push.sh': push })).toEqual([]);
  });
});
