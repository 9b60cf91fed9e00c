import { describe, expect, it } from 'vitest';
import { image, PATH } from './support';

describe('base images', () => {
  it('has the programs of a known base, in its likeliest place', () => {
    const it = image('FROM python:3.12\n');
    expect(it.which('python')).toBe('/usr/local/bin/python');
    expect(image('FROM plain\n').which('bash')).toBe('/usr/bin/bash');
    expect(image('FROM conda\n').which('python')).toBe('/opt/conda/bin/python');
    expect(it.files.files).toEqual([]);
    const found = it.files.which('python', PATH);
    expect(found.state === 'present' && found.file).toMatchObject({
      executable: 'yes',
      provenance: 'base image',
      instruction: undefined,
      text: undefined,
    });
    expect(it.files.which('python', ['/usr/bin']).state).toBe('present');
  });

  it('knows that a plain base answers to no word', () => {
    const it = image('FROM python:3.12\n');
    expect(it.which('train')).toBe('absent');
    expect(it.which('serve')).toBe('absent');
    expect(it.which('nginx')).toBe('absent');
    expect(it.which('perl')).toBe('unknown');
    expect(it.state('/opt/program/train')).toBe('absent');
    expect(it.state('/app/x.py')).toBe('absent');
    expect(it.state('/usr/src/app/x.py')).toBe('absent');
    for (const path of [
      '/etc/nginx/nginx.conf',
      '/usr/share/x',
      '/usr/src',
      '/tmp/x',
      '/usr/local/lib/x',
      '/opt/nvidia/x',
      '/root/x',
    ])
      expect([path, it.state(path)]).toEqual([path, path === '/usr/src' ? 'present' : 'unknown']);
    expect(image('FROM conda\n').state('/opt/conda/lib/x')).toBe('unknown');
    expect(image('FROM conda\n').state('/opt/program/x')).toBe('absent');
  });

  it('believes a missing program only while nothing installs one', () => {
    const run = (words: readonly string[]) => ({ deps: { commandsOf: () => [command(words)] } });
    expect(image('FROM plain\nRUN x\n', {}, run(['mkdir', '/x'])).which('python')).toBe('absent');
    expect(image('FROM plain\nRUN x\n', {}, run(['apt-get', 'install', 'x'])).which('python')).toBe('unknown');
    expect(image('FROM plain\nRUN x\n', {}, run(['apt-get', 'install', 'x'])).which('train')).toBe('absent');
  });

  it('leaves open where an image that answers keeps its program', () => {
    const it = image('FROM trainer:1\n');
    expect(it.which('train')).toBe('/usr/local/bin/train');
    expect(it.which('serve')).toBe('absent');
    expect(it.state('/opt/ml/code/x')).toBe('unknown');
  });

  it('knows everything of scratch and nothing of others', () => {
    const scratch = image('FROM scratch\nCOPY a /bin/a\n', { a: '' });
    expect(scratch.which('a')).toBe('/bin/a');
    expect(scratch.which('sh')).toBe('absent');
    expect(scratch.state('/etc/passwd')).toBe('absent');
    for (const from of ['mine', '$X']) {
      const it = image(`ARG X\nFROM ${from}\nCOPY train /x/\n`, { train: '' });
      expect(it.which('train')).toBe('unknown');
      expect(it.state('/opt/program/x')).toBe('unknown');
      expect(it.state('/x/train')).toBe('present');
    }
  });

  it('lets a file of the Dockerfile shadow or be shadowed by the base', () => {
    const copied = (to: string) => image(`FROM trainer:1\nCOPY train ${to}\n`, { '+x train': 'mine' });
    expect(copied('/usr/local/bin/train').files.which('train', PATH)).toMatchObject({ file: { text: 'mine' } });
    expect(copied('/usr/local/sbin/train').files.which('train', PATH)).toMatchObject({ file: { text: 'mine' } });
    expect(copied('/usr/bin/train').files.which('train', PATH)).toMatchObject({ file: { provenance: 'base image' } });
  });

  it('is careful with a destination that may be a directory of an unknown base', () => {
    const it = image('FROM mine\nCOPY train.py /opt/ml/code\nCOPY train /opt/program/train\n', {
      'train.py': '',
      train: '',
    });
    expect(it.state('/opt/ml/code')).toBe('present');
    expect(it.state('/opt/ml/code/train.py')).toBe('unknown');
    const plain = image('FROM plain\nCOPY train.py /opt/ml/code\n', { 'train.py': '' });
    expect(plain.files.copies[0]?.destination).toBe('/opt/ml/code');
    expect(plain.state('/opt/ml/code/train.py')).toBe('absent');
  });
});

describe('which', () => {
  const text = 'FROM plain\nENV PATH=/opt/program:$PATH\nWORKDIR /opt/program\nCOPY . .\n';

  it('finds the first file that can be executed', () => {
    const it = image(text + 'COPY train /usr/bin/\n', { '+x train': '' });
    expect(it.which('train')).toBe('/opt/program/train');
    const blocked = image(text + 'COPY --chmod=755 train /usr/bin/\n', { train: '' });
    expect(blocked.which('train')).toBe('/usr/bin/train');
  });

  it('shows a file that can not be executed when there is no other', () => {
    const it = image(text, { train: '' });
    expect(it.which('train')).toBe('/opt/program/train');
    expect(it.executable('/opt/program/train')).toBe('no');
  });

  it('passes over directories of that name', () => {
    expect(image(text, { 'train/x.py': '' }).which('train')).toBe('absent');
  });

  it('takes a name with a slash as a path from WORKDIR', () => {
    const it = image(text, { '+x train': '' });
    expect(it.which('./train')).toBe('/opt/program/train');
    expect(it.which('/opt/program/train')).toBe('/opt/program/train');
    expect(it.which('x/../train')).toBe('/opt/program/train');
    expect(it.which('./serve')).toBe('absent');
    expect(it.which('')).toBe('absent');
  });

  it('prefers what is there to what may be', () => {
    const it = image('FROM mine\nCOPY train /usr/bin/\n', { '+x train': '' });
    expect(it.which('train')).toBe('/usr/bin/train');
    expect(it.which('serve')).toBe('unknown');
  });
});

describe('WORKDIR', () => {
  it('makes a directory', () => {
    const it = image('FROM plain\nWORKDIR /a\nWORKDIR b\nWORKDIR /usr/bin\n');
    expect(it.files.files.map((file) => [file.path, file.type, file.provenance])).toEqual([
      ['/a', 'directory', 'WORKDIR on line 2'],
      ['/a/b', 'directory', 'WORKDIR on line 3'],
    ]);
  });
});

describe('ONBUILD', () => {
  it('does nothing in its own stage', () => {
    expect(image('FROM plain\nONBUILD COPY a /x/\n', { a: '' }).paths()).toEqual([]);
  });
});

describe('installed programs', () => {
  const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 5 } };
  const deps = {
    commandsOf: () => [command(['pip', 'install', 'sagemaker-training'])],
    programsOf: () => [{ name: 'train', provenance: 'pip', range }],
  };

  it('puts them where they are found', () => {
    const it = image('FROM python\nRUN pip\n', {}, { deps });
    expect(it.which('train')).toBe('/usr/local/bin/train');
    const found = it.files.which('train', PATH);
    expect(found.state === 'present' && found.file).toMatchObject({ executable: 'yes', provenance: 'pip', range });
    expect(image('FROM conda\nRUN pip\n', {}, { deps }).which('train')).toBe('/opt/conda/bin/train');
    expect(image('FROM python\nENV PATH=/v/bin:/bin\nRUN pip\n', {}, { deps }).which('train')).toBe('/v/bin/train');
  });
});

function command(
  words: readonly string[],
): ReturnType<import('../../../../server/src/context/image-files').ImageDeps['commandsOf']>[number] {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const it = image('FROM plain\n').stage.from;
  return {
    words: words.map((raw) => ({ raw, value: { known: true, value: raw }, range, glob: false })),
    assignments: [],
    redirects: [],
    stdin: undefined,
    after: 'start',
    cwd: { known: true, value: '/' },
    range,
    instruction: it,
    conditional: false,
  };
}
