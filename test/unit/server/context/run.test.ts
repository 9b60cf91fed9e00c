import { describe, expect, it } from 'vitest';
import type { ImageFile, Lookup } from '../../../../server/src/context/types';
import { image } from './support';

const FILES = { train: '#!/bin/sh\n', 'src/a.py': 'a', 'src/run.sh': 'r', '+x src/done': 'd' };
const after = (run: string, files: Readonly<Record<string, string>> = FILES) =>
  image(`FROM plain\nENV PATH=/opt/program:$PATH\nWORKDIR /opt/program\nCOPY . .\n${run}\n`, files);

function fileOf(found: Lookup): ImageFile {
  if (found.state !== 'present') throw new Error(found.state);
  return found.file;
}

describe('chmod', () => {
  it.each([
    ['RUN chmod +x train', 'yes'],
    ['RUN chmod 755 /opt/program/train', 'yes'],
    ['RUN ["chmod", "+x", "train"]', 'yes'],
    ['RUN chmod +x /opt/program/*', 'yes'],
    ['RUN chmod +x tr*', 'yes'],
    ['RUN chmod -R 755 /opt/program', 'yes'],
    ['RUN chmod -R a+x /opt', 'yes'],
    ['RUN find /opt/program -type f -exec chmod +x {} \\;', 'yes'],
    ['RUN find . -name "tr*" -exec chmod +x {} +', 'yes'],
    ['RUN find . -name "*.sh" -exec chmod +x {} +', 'no'],
    ['RUN chmod +x *.sh', 'no'],
    ['RUN chmod +x src/*', 'no'],
    ['RUN chmod 644 train', 'no'],
    ['RUN chmod g+w train', 'no'],
    ['RUN if [ -f x ]; then chmod +x train; fi', 'unknown'],
    ['RUN false || chmod +x train', 'unknown'],
    ['ARG X\nRUN chmod +x $X', 'unknown'],
    ['ARG X\nRUN chmod $X train', 'unknown'],
    ['RUN find . -name train | xargs chmod +x', 'unknown'],
    ['RUN ./src/done', 'unknown'],
    ['RUN chmod +x train && chmod -x train', 'no'],
  ])('%s: %s', (run, expected) => {
    expect(after(run).executable('/opt/program/train')).toBe(expected);
  });

  it('keeps who put the file', () => {
    expect(fileOf(after('RUN chmod +x train').files.lookup('/opt/program/train'))).toMatchObject({
      executable: 'yes',
      source: '/p/train',
      text: '#!/bin/sh\n',
      provenance: 'COPY on line 4',
    });
  });

  it('clears, too', () => {
    expect(after('RUN chmod -R 644 src').executable('/opt/program/src/done')).toBe('no');
    expect(after('RUN [ 1 ] || chmod 644 src/done').executable('/opt/program/src/done')).toBe('unknown');
    expect(after('RUN chmod +x src/?*.sh').executable('/opt/program/src/run.sh')).toBe('yes');
    expect(after('RUN chmod 755 sr*').executable('/opt/program/src/run.sh')).toBe('no');
    expect(after('RUN chmod -R 755 sr*').executable('/opt/program/src/run.sh')).toBe('yes');
  });

  it('proves that a file is there that nobody saw coming', () => {
    const unseen = (run: string) =>
      image(`FROM plain\nENV PATH=/x:$PATH\nCOPY src /x/\n${run}\n`, {}, { context: 'none' });
    expect(unseen('RUN chmod +x /x/train').which('train')).toBe('/x/train');
    expect(unseen('RUN chmod +x /x/train').executable('/x/train')).toBe('yes');
    expect(unseen('RUN chmod 755 /x/sub').state('/x/sub/y')).toBe('unknown');
    expect(unseen('RUN chmod +x /x/train || true').which('serve')).toBe('unknown');
    expect(after('RUN chmod +x /opt/program/serve').which('serve')).toBe('absent');
  });
});

describe('written files', () => {
  it.each([
    ["RUN printf '#!/bin/sh\\n' > /usr/local/bin/serve", '#!/bin/sh\n', 'no'],
    ["RUN printf 'x' > /usr/local/bin/serve && chmod +x /usr/local/bin/serve", 'x', 'yes'],
    ['RUN echo a > /usr/local/bin/serve && echo b >> /usr/local/bin/serve', 'a\nb\n', 'no'],
    ['RUN cat <<"EOF" > /usr/local/bin/serve\nhi\nEOF', 'hi\n', 'no'],
    ['RUN touch /usr/local/bin/serve', '', 'no'],
    ['RUN curl -o /usr/local/bin/serve https://example.com/x', undefined, 'no'],
    ['RUN gcc -o /usr/local/bin/serve x.c', undefined, 'yes'],
    ['RUN install -m 755 train /usr/local/bin/serve', '#!/bin/sh\n', 'yes'],
    ['RUN cat train > /usr/local/bin/serve', '#!/bin/sh\n', 'no'],
  ])('%s', (run, text, executable) => {
    const it = after(run);
    expect(it.text('/usr/local/bin/serve')).toBe(text);
    expect(it.executable('/usr/local/bin/serve')).toBe(executable);
    expect(fileOf(it.files.lookup('/usr/local/bin/serve'))).toMatchObject({ provenance: 'RUN on line 5' });
  });

  it('changes what was copied', () => {
    expect(after('RUN echo x >> train').text('/opt/program/train')).toBe('#!/bin/sh\nx\n');
    expect(after('RUN sed -i s/a/b/ train').text('/opt/program/train')).toBeUndefined();
    expect(after('RUN touch train').text('/opt/program/train')).toBe('#!/bin/sh\n');
    expect(after('RUN echo x > src/done').executable('/opt/program/src/done')).toBe('yes');
  });

  it('leaves open what may be written', () => {
    expect(after('RUN if [ 1 ]; then echo x > serve; fi').which('serve')).toBe('unknown');
    expect(after('RUN if [ 1 ]; then echo x > serve; fi').which('train')).toBe('/opt/program/train');
    expect(after('RUN if [ 1 ]; then echo x > train; fi').text('/opt/program/train')).toBeUndefined();
    expect(after('ARG F\nRUN echo x > $F').which('serve')).toBe('unknown');
  });
});

describe('cp, mv, ln, rm', () => {
  it('copies and moves files with all that is known of them', () => {
    const copied = after('RUN chmod +x train && cp train /usr/local/bin/');
    expect(copied.executable('/usr/local/bin/train')).toBe('yes');
    expect(copied.state('/opt/program/train')).toBe('present');
    const moved = after('RUN mv train serve');
    expect(moved.which('train')).toBe('absent');
    expect(fileOf(moved.files.lookup('/opt/program/serve'))).toMatchObject({
      source: '/p/train',
      text: '#!/bin/sh\n',
      executable: 'no',
      provenance: 'RUN on line 5',
    });
    expect(after('RUN cp src/* /usr/local/bin').executable('/usr/local/bin/done')).toBe('yes');
    expect(after('RUN mv src/*.sh /x').paths()).toContain('/x');
  });

  it('copies folders', () => {
    expect(after('RUN cp -r src /new').text('/new/a.py')).toBe('a');
    expect(after('RUN mkdir -p /new && cp -r src /new').text('/new/src/a.py')).toBe('a');
    expect(after('RUN mkdir -p /new && cp -r src/. /new').text('/new/a.py')).toBe('a');
    expect(after('RUN cp -r src /new').state('/new/other')).toBe('absent');
    expect(after('RUN cp src /new').state('/new')).toBe('absent');
    const moved = after('RUN mv src /new');
    expect([moved.state('/new/a.py'), moved.state('/opt/program/src/a.py')]).toEqual(['present', 'absent']);
  });

  it('knows little of copies of what it can not see', () => {
    expect(after('RUN cp -r /etc/x /new').state('/new/y')).toBe('unknown');
    expect(after('RUN cp /etc/serve /usr/local/bin/').executable('/usr/local/bin/serve')).toBe('unknown');
    expect(after('ARG X\nRUN cp train $X').which('serve')).toBe('unknown');
    expect(after('RUN if [ 1 ]; then cp train /opt/program/serve; fi').which('serve')).toBe('unknown');
    expect(after('RUN cp /nowhere/* /opt/program/').which('serve')).toBe('unknown');
  });

  it('follows links', () => {
    const it = after('RUN chmod +x train && ln -s /opt/program/train /usr/local/bin/serve');
    expect(it.which('serve')).toBe('/opt/program/train');
    expect(it.text('/usr/local/bin/serve')).toBe('#!/bin/sh\n');
    expect(it.files.files.find((file) => file.path === '/usr/local/bin/serve')?.linkTo).toBe('/opt/program/train');
    expect(after('RUN ln -s /opt/program /code').text('/code/src/a.py')).toBe('a');
    expect(after('RUN ln -s /opt/program /code').files.under('/code')).toHaveLength(5);
    expect(after('RUN ln -s /opt/program /code && chmod +x /code/train').executable('/opt/program/train')).toBe('yes');
    expect(after('RUN ln -s train serve && rm serve').which('serve')).toBe('absent');
    expect(after('RUN ln -s train serve && rm serve').state('/opt/program/train')).toBe('present');
    expect(after('RUN ln -s b a && ln -s a b').state('/opt/program/a')).toBe('unknown');
    expect(after('RUN ln -s /gone/x serve').which('serve')).toBe('unknown');
    expect(after('RUN [ 1 ] || ln -s train serve').which('serve')).toBe('unknown');
  });

  it('removes', () => {
    expect(after('RUN rm train').which('train')).toBe('absent');
    expect(after('RUN rm -rf /opt/program').paths()).toEqual([]);
    expect(after('RUN rm -rf src/*').paths()).not.toContain('/opt/program/src/a.py');
    expect(after('RUN rm -f *.sh').which('train')).toBe('/opt/program/train');
    expect(after('RUN if [ 1 ]; then rm train; fi').which('train')).toBe('unknown');
    expect(after('ARG X\nRUN rm -rf $X').which('train')).toBe('/opt/program/train');
    const gone = 'FROM other\nCOPY src /x\nRUN rm -rf /x\n';
    expect(image(gone, {}, { context: 'none' }).state('/x/y')).toBe('absent');
    expect(image(`${gone}COPY src /x\n`, {}, { context: 'none' }).state('/x/y')).toBe('unknown');
  });

  it('makes directories', () => {
    const it = after('RUN mkdir -p /a/b\nCOPY train /a/b\n');
    expect(it.text('/a/b/train')).toBe('#!/bin/sh\n');
    expect(after('RUN mkdir /usr/bin').files.files.map((file) => file.path)).not.toContain('/usr/bin');
  });
});

describe('line ends', () => {
  it.each([
    ['RUN dos2unix train', true],
    ["RUN sed -i 's/\\r$//' /opt/program/train", true],
    ["RUN sed -i 's/\\r//' *", true],
    ['RUN find . -type f -exec dos2unix {} \\;', true],
    ['RUN find . -name "*.py" -exec dos2unix {} \\;', false],
    ['RUN if [ 1 ]; then dos2unix train; fi', true],
    ['RUN dos2unix src/run.sh', false],
  ])('%s: %s', (run, expected) => {
    expect(fileOf(after(run).files.lookup('/opt/program/train')).lineEndsRepaired).toBe(expected);
  });
});

describe('steps that may do anything', () => {
  it('leaves open what is not there, not what is', () => {
    const it = after('RUN bash src/run.sh');
    expect(it.which('train')).toBe('/opt/program/train');
    expect(it.which('serve')).toBe('unknown');
    expect(it.executable('/opt/program/src/done')).toBe('yes');
    expect(after('RUN tar xf x.tar -C /data').which('serve')).toBe('absent');
    expect(after('RUN tar xf x.tar -C /data').state('/data/x')).toBe('unknown');
    expect(after('RUN apt-get update && apt-get install -y nginx').which('serve')).toBe('absent');
  });

  it('reads the console scripts of a project', () => {
    const project = (toml: string) => after('RUN pip install .', { 'pyproject.toml': toml, train: '' });
    const it = project('[project]\nname = "x"\n[project.scripts]\nserve = "x:main"\n');
    expect(it.which('serve')).toBe('/usr/local/bin/serve');
    expect(it.executable('/opt/program/train')).toBe('no');
    expect(project('[project]\nname = "x"\n').which('serve')).toBe('absent');
    expect(after('RUN pip install .', { 'setup.py': 'setup(entry_points=load())' }).which('serve')).toBe('unknown');
    expect(after('RUN pip install .').which('serve')).toBe('unknown');
    expect(after('RUN pip install x.whl').which('serve')).toBe('unknown');
    expect(after('RUN pip install flask').which('serve')).toBe('absent');
  });
});
