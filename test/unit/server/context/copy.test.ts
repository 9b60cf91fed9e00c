import { describe, expect, it } from 'vitest';
import { image } from './support';

describe('COPY of files', () => {
  it('puts a file with its text, mode, source and place', () => {
    const it = image('FROM plain\nCOPY train /opt/program/train\n', { '+x train': '#!/bin/sh\n' });
    const found = it.files.lookup('/opt/program/train');
    expect(found.state === 'present' && found.file).toMatchObject({
      path: '/opt/program/train',
      type: 'file',
      executable: 'yes',
      source: '/p/train',
      text: '#!/bin/sh\n',
      range: { start: { line: 1, character: 5 }, end: { line: 1, character: 10 } },
      provenance: 'COPY on line 2',
      lineEndsRepaired: false,
    });
    expect(it.files.copies).toMatchObject([
      { from: undefined, destination: '/opt/program/train', sources: [{ pattern: 'train', state: 'found' }] },
    ]);
  });

  it.each([
    ['COPY a /x/', ['/x/a'], '/x/'],
    ['COPY a /x', ['/x'], '/x'],
    ['COPY a b /x', ['/x/a', '/x/b'], '/x/'],
    ['WORKDIR /w\nCOPY a .', ['/w/a'], '/w/'],
    ['WORKDIR /w\nCOPY a ./', ['/w/a'], '/w/'],
    ['WORKDIR /w\nCOPY a b', ['/w/b'], '/w/b'],
    ['WORKDIR /w\nCOPY a /w', ['/w/a'], '/w/'],
    ['WORKDIR /w\nWORKDIR x\nCOPY a ..', ['/w/a'], '/w/'],
    ['COPY a /usr/local/bin', ['/usr/local/bin/a'], '/usr/local/bin/'],
    ['COPY a /opt', ['/opt/a'], '/opt/'],
    ['COPY a /', ['/a'], '/'],
    ['COPY ["a", "/x/"]', ['/x/a'], '/x/'],
    ['COPY ./d/../a /x/', ['/x/a'], '/x/'],
    ['COPY /a /x/', ['/x/a'], '/x/'],
    ['COPY ../a /x/', ['/x/a'], '/x/'],
    ['COPY d /x', ['/x/c', '/x/e/f'], '/x/'],
    ['COPY d/ /x/', ['/x/c', '/x/e/f'], '/x/'],
    ['COPY d/e /x/e', ['/x/e/f'], '/x/e/'],
    ['COPY d b /x/', ['/x/b', '/x/c', '/x/e/f'], '/x/'],
    ['COPY d /x/\nCOPY b /x', ['/x/b', '/x/c', '/x/e/f'], '/x/'],
    ['COPY [ab] /x/', ['/x/a', '/x/b'], '/x/'],
    ['COPY d* /x/', ['/x/c', '/x/e/f'], '/x/'],
    ['COPY d/* /x/', ['/x/c', '/x/f'], '/x/'],
    ['COPY */e/? /x/', ['/x/f'], '/x/'],
    ['COPY --parents d/e/f a /x', ['/x/a', '/x/d/e/f'], '/x/'],
    ['COPY --parents d /x/', ['/x/d/c', '/x/d/e/f'], '/x/'],
    ['COPY --parents d/./e/f /x/', ['/x/e/f'], '/x/'],
    ['COPY --exclude=e d /x/', ['/x/c'], '/x/'],
    ['COPY --exclude=*/f --exclude=b d b /x/', ['/x/c'], '/x/'],
    ['ADD a /x/', ['/x/a'], '/x/'],
    ['ARG D=/x\nCOPY a $D/', ['/x/a'], '/x/'],
  ])('%s', (lines, paths, destination) => {
    const it = image(`FROM plain\n${lines}\n`, { a: '', b: '', 'd/c': '', 'd/e/f': '' });
    expect(it.paths()).toEqual(paths);
    expect(it.files.copies.at(-1)?.destination).toBe(destination);
    expect(it.files.copies.at(-1)?.sources.every((source) => source.state === 'found')).toBe(true);
    expect(it.state('/never')).toBe('absent');
  });

  it('copies everything', () => {
    const it = image('FROM plain\nCOPY . /opt/program\n', { 'src/a.py': '1', '+x serve': '2' });
    expect(it.paths()).toEqual(['/opt/program/Dockerfile', '/opt/program/serve', '/opt/program/src/a.py']);
    expect(it.files.under('/opt/program/src').map((file) => file.path)).toEqual(['/opt/program/src/a.py']);
    expect(it.files.files.map((file) => `${file.type} ${file.path}`)).toContain('directory /opt/program/src');
    expect(it.state('/opt/program/train')).toBe('absent');
    expect(it.executable('/opt/program/serve')).toBe('yes');
  });

  it.each([
    ['755', 'yes'],
    ['0644', 'no'],
    ['+x', 'yes'],
    ['u=rwX,go=rX', 'unknown'],
    ['a-x', 'no'],
    ['$MODE', 'unknown'],
    ['nonsense', 'unknown'],
  ])('--chmod=%s: %s', (mode, expected) => {
    const name = expected === 'yes' ? 'a' : '+x a';
    const it = image(`FROM plain\nARG MODE\nCOPY --chown=1:1 --chmod=${mode} a d /x/\n`, { [name]: '', 'd/b': '' });
    expect(it.executable('/x/a')).toBe(mode === 'u=rwX,go=rX' ? 'yes' : expected);
  });

  it('lets the last one win', () => {
    const it = image('FROM plain\nCOPY a /x/f\nCOPY b /x/f\n', { a: '1', b: '2' });
    expect(it.text('/x/f')).toBe('2');
  });
});

describe('COPY of what is not there', () => {
  it('says so and takes a file-like name as a file', () => {
    const it = image('FROM plain\nCOPY app.py train /x/\n');
    expect(it.files.copies[0]?.sources.map((source) => source.state)).toEqual(['missing', 'missing']);
    expect(it.executable('/x/app.py')).toBe('unknown');
    expect(it.text('/x/train')).toBeUndefined();
    expect(it.state('/x/other')).toBe('absent');
  });

  it('knows nothing below a source that may be a folder', () => {
    for (const source of ['src', 'src/', '.', './', 'a.d/'])
      expect([source, image(`FROM plain\nCOPY ${source} /x/\n`, {}, { context: 'none' }).state('/x/train')]).toEqual([
        source,
        'unknown',
      ]);
    expect(image('FROM plain\nCOPY src /x/\n', {}, { context: 'none' }).state('/y')).toBe('absent');
  });

  it('does not call it missing without a reliable context', () => {
    const it = image('FROM plain\nCOPY gone.py a /x/\n', { a: '' }, { context: 'unreliable' });
    expect(it.files.copies[0]?.sources.map((source) => source.state)).toEqual(['unchecked', 'found']);
    expect(it.text('/x/gone.py')).toBeUndefined();
  });

  it('keeps what it sees of a folder of an unreliable context, and no more', () => {
    const it = image('FROM plain\nCOPY . /x/\n', { '+x train': '' }, { context: 'unreliable' });
    expect(it.executable('/x/train')).toBe('yes');
    expect(it.state('/x/serve')).toBe('unknown');
  });

  it('takes a pattern that matches nothing as no error', () => {
    const it = image('FROM plain\nCOPY a tom[l] /x/\n', { a: '' });
    expect(it.files.copies[0]?.sources.map((source) => source.state)).toEqual(['found', 'unchecked']);
    expect(it.paths()).toEqual(['/x/a']);
    expect(it.state('/x/toml')).toBe('absent');
  });

  it('knows nothing after variables without a value', () => {
    const it = image('FROM plain\nARG X\nCOPY $X /x/\n', {});
    expect(it.files.copies[0]?.sources[0]).toMatchObject({ pattern: undefined, state: 'unchecked' });
    expect(it.state('/x/train')).toBe('unknown');
    const anywhere = image('FROM plain\nARG X\nCOPY a $X\n', { a: '' });
    expect(anywhere.files.copies[0]?.destination).toBeUndefined();
    expect(anywhere.state('/x/train')).toBe('unknown');
    expect(anywhere.which('train')).toBe('unknown');
  });

  it('passes over what is half-typed', () => {
    for (const line of ['COPY', 'COPY a', 'COPY --from=', 'ADD', 'COPY []', 'COPY ["a"]', 'WORKDIR', 'RUN'])
      expect(image(`FROM plain\n${line}\n`, { a: '' }).files.copies).toEqual([]);
  });
});

describe('.dockerignore', () => {
  it('keeps files out of the image', () => {
    const it = image('FROM plain\nCOPY train data . /x/\n', {
      '.dockerignore': 'train\ndata\n**/*.pyc\n',
      train: '',
      'data/a': '',
      'a.pyc': '',
      b: '',
    });
    expect(it.files.copies[0]?.sources.map((source) => source.state)).toEqual(['ignored', 'ignored', 'found']);
    expect(it.paths()).toEqual(['/x/.dockerignore', '/x/Dockerfile', '/x/b']);
    expect(it.state('/x/train')).toBe('absent');
  });

  it('heeds exceptions inside folders', () => {
    const it = image('FROM plain\nCOPY src /x/\n', {
      '.dockerignore': '*\n!src/keep\n',
      'src/keep/a': '',
      'src/b': '',
    });
    expect(it.files.copies[0]?.sources[0]?.state).toBe('found');
    expect(it.paths()).toEqual(['/x/keep/a']);
  });

  it('says ignored when exceptions are elsewhere', () => {
    const it = image('FROM plain\nCOPY src /x/\n', { '.dockerignore': '*\n!other\n', 'src/a': '' });
    expect(it.files.copies[0]?.sources[0]?.state).toBe('ignored');
    expect(it.paths()).toEqual([]);
  });
});

describe('ADD', () => {
  it('downloads without an execute bit', () => {
    const it = image('FROM plain\nADD https://example.com/a/train?x=1 https://example.com/b.sh /x/\n');
    expect(it.executable('/x/train')).toBe('no');
    expect(it.executable('/x/b.sh')).toBe('no');
    expect(it.files.copies[0]?.sources[0]?.state).toBe('unchecked');
    expect(image('FROM plain\nADD --chmod=755 https://example.com/train /x/train\n').executable('/x/train')).toBe(
      'yes',
    );
    expect(image('FROM plain\nADD https://example.com/ /x/\n').state('/x/index.html')).toBe('unknown');
  });

  it('unpacks archives and clones repositories', () => {
    for (const source of ['code.tar.gz', 'https://github.com/a/b.git#main', 'git@github.com:a/b.git']) {
      const it = image(`FROM plain\nADD ${source} /x/\n`, { 'code.tar.gz': '' });
      expect([source, it.state('/x/train'), it.state('/y')]).toEqual([source, 'unknown', 'absent']);
    }
    expect(image('FROM plain\nCOPY code.tar.gz /x/\n', { 'code.tar.gz': '' }).paths()).toEqual(['/x/code.tar.gz']);
    expect(image('FROM plain\nADD --unpack=false a.tgz /x/\n', { 'a.tgz': '' }).paths()).toEqual(['/x/a.tgz']);
  });
});

describe('COPY of a heredoc', () => {
  it('writes the text', () => {
    const it = image('FROM plain\nCOPY --chmod=755 <<"EOF" /usr/local/bin/train\n#!/bin/sh\nexec "$@"\nEOF\n');
    expect(it.text('/usr/local/bin/train')).toBe('#!/bin/sh\nexec "$@"\n');
    expect(it.executable('/usr/local/bin/train')).toBe('yes');
  });

  it('substitutes variables as Docker does', () => {
    const it = image(
      'FROM scratch\nENV A=1\nARG B\nCOPY <<one.txt <<two.txt /x/\n$A ${A} \\$A $@ $NONE.\none.txt\n$B\ntwo.txt\n',
    );
    expect(it.text('/x/one.txt')).toBe('1 1 \\$A  .\n');
    expect(it.text('/x/two.txt')).toBeUndefined();
    expect(it.executable('/x/one.txt')).toBe('no');
    expect(it.executable('/x/two.txt')).toBe('no');
  });
});

describe('COPY --from', () => {
  it('takes files of another stage', () => {
    const it = image(
      'FROM plain AS build\nCOPY train /a/train\nCOPY --chmod=755 src /a/src\n' +
        'FROM python\nCOPY --from=build /a/train /usr/local/bin/\nCOPY --from=0 /a /b\nCOPY --from=BUILD /a/src/*.py /c/\n',
      { train: 't', 'src/x.py': 'x' },
    );
    expect(it.text('/usr/local/bin/train')).toBe('t');
    expect(it.which('train')).toBe('/usr/local/bin/train');
    expect(it.executable('/b/train')).toBe('no');
    expect(it.executable('/b/src/x.py')).toBe('yes');
    expect(it.text('/c/x.py')).toBe('x');
    expect(it.state('/b/serve')).toBe('absent');
    expect(it.files.copies).toMatchObject([
      { from: 'build', sources: [{ state: 'unchecked' }] },
      { from: '0' },
      { from: 'BUILD' },
    ]);
  });

  it('asks the other stage about its folders', () => {
    const it = image(
      'FROM python AS build\nCOPY a /usr/local/lib/a\nFROM plain\nCOPY --from=build /usr/local /usr/local\n',
      { a: '' },
    );
    expect(it.which('train')).toBe('absent');
    expect(it.which('python')).toMatch(/bin\/python$/);
    expect(it.state('/usr/local/lib/a')).toBe('present');
    expect(it.state('/usr/local/lib/b')).toBe('unknown');
    const venv = image('FROM other AS build\nFROM plain\nENV PATH=/venv/bin:$PATH\nCOPY --from=build /venv /venv\n');
    expect(venv.which('train')).toBe('unknown');
  });

  it('knows little of images outside the file', () => {
    const it = image(
      'FROM plain\nCOPY --from=ghcr.io/astral-sh/uv:latest /uv /uvx /bin/\nCOPY --from=other /app /app\n',
    );
    expect(it.which('uv')).toBe('/bin/uv');
    expect(it.executable('/bin/uv')).toBe('unknown');
    expect(it.which('train')).toBe('absent');
    expect(it.state('/app/train')).toBe('unknown');
    expect(image('FROM plain\nCOPY --from=other /usr/local/bin/ /usr/local/bin/\n').which('train')).toBe('unknown');
    expect(image('FROM plain\nCOPY --from=other /x/bin /usr/local/bin\n').which('train')).toBe('unknown');
    expect(image('FROM plain\nARG X\nCOPY --from=$X /x /usr/\n').which('train')).toBe('unknown');
  });

  it('can not take from itself or from later stages', () => {
    const it = image('FROM plain AS a\nCOPY --from=a /x /y\nCOPY --from=b /x /z\nFROM plain AS b\nFROM a\n');
    expect(it.state('/y/t')).toBe('unknown');
    expect(it.state('/z/t')).toBe('unknown');
  });

  it('inherits from a stage it is built on', () => {
    const it = image('FROM plain AS a\nCOPY train /x/\nWORKDIR /x\nFROM a\nCOPY serve .\n', { train: '', serve: '' });
    expect(it.paths()).toEqual(['/x/serve', '/x/train']);
  });
});

describe('bounds', () => {
  it('gives up on folders with too many files, keeping what lies near the top', () => {
    const files = Object.fromEntries(Array.from({ length: 5_100 }, (_, i) => [`data/d/f${i}`, '']));
    const it = image('FROM plain\nCOPY . /x/\n', { ...files, '+x train': '' });
    expect(it.executable('/x/train')).toBe('yes');
    expect(it.state('/x/serve')).toBe('unknown');
    expect(it.state('/y')).toBe('absent');
  });

  it('gives up on folders that are too deep', () => {
    const it = image('FROM plain\nCOPY . /x/\n', { [`${'d/'.repeat(14)}f`]: '', train: '' });
    expect(it.state('/x/train')).toBe('present');
    expect(it.state('/x/serve')).toBe('unknown');
    expect(image('FROM plain\nCOPY . /x/\n', { [`${'d/'.repeat(11)}f`]: '' }).state('/x/serve')).toBe('absent');
  });

  it('does not look into folders that are kept out', () => {
    const files = Object.fromEntries(Array.from({ length: 5_100 }, (_, i) => [`data/f${i}`, '']));
    const it = image('FROM plain\nCOPY . /x/\n', { ...files, '.dockerignore': 'data' });
    expect(it.state('/x/serve')).toBe('absent');
  });
});
