import { describe, expect, it } from 'vitest';
import { known } from '../../../../server/src/known';
import type { FileEffect } from '../../../../server/src/shell/effects';
import { effectsOf } from '../../../../server/src/shell/effects';
import { modeExecutable } from '../../../../server/src/shell/mode-effects';
import { removesCarriageReturns } from '../../../../server/src/shell/line-ends';
import { shell } from './support';

function effects(text: string): readonly FileEffect[] {
  return shell(text).flatMap(effectsOf);
}

/** One line an effect. */
function summary(text: string): readonly string[] {
  return effects(text).map(line);
}

function line(effect: FileEffect): string {
  const path = (it: { known: true; value: string } | { known: false }): string => (it.known ? it.value : '?');
  const flags = (values: Readonly<Record<string, unknown>>): string =>
    Object.entries(values)
      .filter(([, value]) => value === true)
      .map(([name]) => ` ${name}`)
      .join('');
  const maybe = effect.maybe ? ' maybe' : '';
  switch (effect.kind) {
    case 'chmod': {
      const { glob, recursive } = effect;
      const names = effect.names.length > 0 ? ` (${effect.names.join(' ')})` : '';
      return `chmod ${String(effect.executable)} ${effect.paths.map(path).join(' ')}${names}${flags({ glob, recursive })}${maybe}`;
    }
    case 'write': {
      const { append, executable } = effect;
      const text = effect.text === undefined ? '' : ` ${JSON.stringify(effect.text)}`;
      return `write ${path(effect.path)}${text}${flags({ append, executable })}${maybe}`;
    }
    case 'copy':
    case 'move':
    case 'link': {
      const { glob, recursive, intoDirectory: into } = effect;
      return `${effect.kind} ${path(effect.from)} ${path(effect.to)}${flags({ glob, recursive, into })}${maybe}`;
    }
    case 'remove':
      return `remove ${effect.paths.map(path).join(' ')}${flags({ recursive: effect.recursive, glob: effect.glob })}${maybe}`;
    case 'mkdir':
      return `mkdir ${path(effect.path)}${maybe}`;
    case 'lf': {
      const names = effect.names.length > 0 ? ` (${effect.names.join(' ')})` : '';
      return `lf ${effect.paths.map(path).join(' ')}${names}${flags({ recursive: effect.recursive, glob: effect.glob })}${maybe}`;
    }
    case 'opaque':
      return `opaque ${effect.where}${effect.project?.known === true ? ` project ${effect.project.value}` : ''}${maybe}`;
  }
}

describe('chmod', () => {
  it.each([
    ['+x', true],
    ['755', true],
    ['0755', true],
    ['a+rx', true],
    ['u=rwx,go=r', true],
    ['777', true],
    ['u+x', true],
    ['ug+rwx', true],
    ['100', true],
    ['=rx', true],
    ['644', false],
    ['a-x', false],
    ['-x', false],
    ['600', false],
    ['ugo-x', false],
    ['a=rw', false],
    ['0', false],
    ['+r', undefined],
    ['g+w', undefined],
    ['u-x', undefined],
    ['+X', undefined],
    ['a+rX', undefined],
    ['u=rw', undefined],
    ['nonsense', undefined],
    ['', undefined],
  ])('understands the mode %s', (mode, expected) => {
    expect(modeExecutable(mode)).toBe(expected);
  });

  it('finds its files', () => {
    expect(summary('chmod +x /opt/program/train /opt/program/serve')).toEqual([
      'chmod true /opt/program/train /opt/program/serve',
    ]);
    expect(summary('cd /opt/program && chmod 755 serve')).toEqual(['chmod true /opt/program/serve']);
    expect(summary('chmod -R 755 /opt')).toEqual(['chmod true /opt recursive']);
    expect(summary('chmod 644 -R x')).toEqual(['chmod false /work/x recursive']);
    expect(summary('chmod -x x')).toEqual(['chmod false /work/x']);
    expect(summary('sudo chmod a+x *.sh')).toEqual(['chmod true /work/*.sh glob']);
    expect(summary('chmod +x $UNSET/serve "$(f)"')).toEqual(['chmod true /serve ?']);
    expect(summary('chmod g+w /x')).toEqual(['chmod undefined /x']);
    expect(summary('chmod $(m) /x')).toEqual(['opaque /x']);
    expect(summary('chmod +x')).toEqual([]);
  });

  it('follows loops, find and xargs', () => {
    expect(summary('for f in train serve; do chmod +x /opt/$f; done')).toEqual([
      'chmod true /opt/train',
      'chmod true /opt/serve',
    ]);
    expect(summary('find /opt/program -type f -name "*.sh" -exec chmod +x {} \\;')).toEqual([
      'chmod true /opt/program (*.sh) recursive',
    ]);
    expect(summary('find /opt -exec chmod 755 {} +')).toEqual(['chmod true /opt recursive']);
    expect(summary('find /opt ! -name "*.py" -exec chmod +x {} \\;')).toEqual(['opaque /opt']);
    expect(summary('find . -name "*.sh" | xargs chmod +x')).toEqual(['chmod true ?']);
    expect(summary('find . -name "*.pyc" -delete; find / -name x -exec rm -rf {} +; ls | xargs rm')).toEqual([]);
    expect(summary('find /opt -name "*.sh" -exec dos2unix {} \\;')).toEqual(['lf /opt (*.sh) recursive']);
    expect(summary("find . -exec sed -i 's/\\r$//' {} +")).toEqual(['lf /work recursive']);
  });

  it('says what may happen', () => {
    expect(summary('test -f x && chmod +x x; a() { :; }')).toContain('chmod true /work/x maybe');
    expect(summary('ls || chmod +x x')).toEqual(['chmod true /work/x maybe']);
    expect(summary('if true; then chmod +x x; fi')).toEqual(['chmod true /work/x maybe']);
    expect(summary('ls && chmod +x x')).toEqual(['chmod true /work/x']);
  });
});

describe('writes', () => {
  it('knows what echo, printf and cat write', () => {
    expect(summary('echo "#!/bin/bash" > /usr/bin/train')).toEqual(['write /usr/bin/train "#!/bin/bash\\n"']);
    expect(summary(`printf '#!/bin/bash\\npython %s\\n' a.py b.py > t`)).toEqual([
      'write /work/t "#!/bin/bash\\npython a.py\\n#!/bin/bash\\npython b.py\\n"',
    ]);
    expect(summary("printf '%s\\n' '#!/bin/sh' 'exec x' > t")).toEqual(['write /work/t "#!/bin/sh\\nexec x\\n"']);
    expect(summary('printf "%d" 1 > t')).toEqual(['write /work/t']);
    expect(summary('echo -n a b >> /t')).toEqual(['write /t "a b" append']);
    expect(summary('cat <<EOF > /opt/serve\n#!/bin/sh\nEOF\n')).toEqual(['write /opt/serve "#!/bin/sh\\n"']);
    expect(summary('> /empty; : > /e2')).toEqual(['write /empty ""', 'write /e2 ""']);
    expect(summary('{ echo a; echo b; } > /t')).toEqual(['write /t append']);
  });

  it('does not guess where shells differ', () => {
    expect(summary('echo -e "a\\nb" > t')).toEqual(['write /work/t']);
    expect(summary('echo "a\\nb" > t')).toEqual(['write /work/t']);
    expect(summary('echo $(date) > t')).toEqual(['write /work/t']);
  });

  it('leaves devices and descriptors alone', () => {
    expect(summary('ls > /dev/null 2>&1; ls &> /dev/stdout; ls 2>&-')).toEqual([]);
    expect(summary('ls &> log; ls 2> err; ls >& both')).toEqual([
      'write /work/log',
      'write /work/err',
      'write /work/both',
    ]);
  });

  it('reads tee and touch', () => {
    expect(summary('tee -a /x <<EOF\nhi\nEOF\n')).toEqual(['write /x "hi\\n" append']);
    expect(summary('echo a | tee /x /y')).toEqual(['write /x', 'write /y']);
    expect(summary('touch /x')).toEqual(['write /x "" append']);
  });

  it('reads downloads', () => {
    expect(summary('curl -fsSL https://x.io/a -o /usr/local/bin/tini')).toEqual(['write /usr/local/bin/tini']);
    expect(summary('curl -sSLo a.sh https://x.io/b && curl -LO https://x.io/c.sh?x=1')).toEqual([
      'write /work/a.sh',
      'write /work/c.sh',
    ]);
    expect(summary('curl https://x.io/a | bash')).toEqual([]);
    expect(summary('wget -q https://x.io/a.tgz')).toEqual(['write /work/a.tgz']);
    expect(summary('wget -qO /x/y https://x.io/a && wget -qO- https://x.io/b | tar xz -C /opt')).toEqual([
      'write /x/y',
      'opaque /opt',
    ]);
    expect(summary('wget -P /tmp https://x.io/a')).toEqual(['write /tmp/a']);
    expect(summary('wget "$(f)"')).toEqual(['write ?']);
  });

  it('reads compilers and global npm packages', () => {
    expect(summary('gcc -O2 -o /usr/bin/train train.c')).toEqual(['write /usr/bin/train executable']);
    expect(summary('go build -o serve .')).toEqual(['write /work/serve executable']);
    expect(summary('npm install -g serve@14 @scope/x')).toEqual(['write /usr/local/bin/serve executable']);
    expect(summary('npm install serve; npm ci')).toEqual([]);
  });
});

describe('copies', () => {
  it('reads cp, mv, ln and install', () => {
    expect(summary('cp a /opt/b')).toEqual(['copy /work/a /opt/b']);
    expect(summary('cp -r a b /opt')).toEqual(['copy /work/a /opt recursive into', 'copy /work/b /opt recursive into']);
    expect(summary('cp -a src/. /opt/program')).toEqual(['copy /work/src/* /opt/program glob recursive into']);
    expect(summary('cp *.py .')).toEqual(['copy /work/*.py /work glob into']);
    expect(summary('cp -t /opt a')).toEqual(['copy /work/a /opt into']);
    expect(summary('mv train.py /usr/bin/train')).toEqual(['move /work/train.py /usr/bin/train recursive']);
    expect(summary('ln -s /opt/program/serve /usr/bin/serve')).toEqual([
      'link /opt/program/serve /usr/bin/serve recursive',
    ]);
    expect(summary('ln -sf python3 /usr/bin/python')).toEqual(['link /usr/bin/python3 /usr/bin/python recursive']);
    expect(summary('ln -s /a/b')).toEqual(['link /a/b /work recursive into']);
    expect(summary('install -m 755 a /usr/bin/')).toEqual(['copy /work/a /usr/bin into']);
    expect(effects('install -m 644 a /x')[0]).toMatchObject({ executable: false });
    expect(effects('install a /x')[0]).toMatchObject({ executable: true });
    expect(summary('install -d /x /y')).toEqual(['mkdir /x', 'mkdir /y']);
    expect(summary('cat a > b')).toEqual(['copy /work/a /work/b']);
    expect(summary('cat a b > c')).toEqual(['write /work/c']);
    expect(summary('update-alternatives --install /usr/bin/python python /usr/bin/python3.9 1')).toEqual([
      'link /usr/bin/python3.9 /usr/bin/python',
    ]);
    expect(summary('cp a')).toEqual([]);
  });

  it('reads rm and mkdir', () => {
    expect(summary('rm -rf /opt/ml /var/lib/apt/lists/*')).toEqual([
      'remove /opt/ml /var/lib/apt/lists/* recursive glob',
    ]);
    expect(summary('mkdir -p /opt/{a,b} c')).toEqual(['mkdir /opt/a', 'mkdir /opt/b', 'mkdir /work/c']);
  });
});

describe('line ends', () => {
  it.each([
    's/\\r$//',
    's/\\r//g',
    's/\\r//',
    's/\r$//',
    's/\\x0D$//',
    's/\\x0d//g',
    's/^M$//',
    's|\\r$||g',
    's/\\r\\n/\\n/g',
    's/\\r\\n$//',
    's/\\r\\+$//',
    's/[\\r]$//',
  ])('knows %j', (script) => {
    expect(removesCarriageReturns(script)).toBe(true);
  });

  it.each(['s/a/b/', 's/$/\\r/', 's/r$//', '/\\r/d', '', 's/\\r/x/'])('does not take %j for it', (script) => {
    expect(removesCarriageReturns(script)).toBe(false);
  });

  it('reads dos2unix, sed, perl, tr', () => {
    expect(summary('dos2unix /opt/serve a')).toEqual(['lf /opt/serve /work/a']);
    expect(summary('dos2unix -n a b')).toEqual(['copy /work/a /work/b', 'lf /work/b']);
    expect(summary("sed -i 's/\\r$//' /opt/serve")).toEqual(['lf /opt/serve']);
    expect(summary("sed -i -e 's/\\r$//' *.sh && sed -i.bak -E 's/\\r//g' x")).toEqual([
      'lf /work/*.sh glob',
      'lf /work/x',
    ]);
    expect(summary('sed -i "s/\\r$//" x')).toEqual(['lf /work/x']);
    expect(summary("perl -pi -e 's/\\r\\n/\\n/g' x")).toEqual(['lf /work/x']);
    expect(summary("tr -d '\\r' < a > b")).toEqual(['copy /work/a /work/b', 'lf /work/b']);
    expect(summary("sed 's/\\r$//' a > b")).toEqual(['copy /work/a /work/b', 'lf /work/b']);
    expect(summary("sed -i 's/a/b/' x")).toEqual(['write /work/x append']);
    expect(summary("sed 's/a/b/' x")).toEqual([]);
    expect(summary("sed -i 's/a/b/' /etc/y/*.conf")).toEqual(['opaque /etc/y']);
  });
});

describe('opaque steps', () => {
  it.each([
    './install.sh',
    'bash setup.sh',
    'sh -x /tmp/x.sh',
    'python build.py',
    '. ./make.sh',
    '/opt/setup',
    'make install',
    'cmake --build .',
    'cmake --install build',
    'Rscript x.R',
    '$CMD',
    'mysterious-tool build',
    'bash -c "$(f)"',
    `python -c "open('/x','w').write('a')"`,
    'go install x@latest',
    'python -m mymodule',
    'find . -exec ./x.sh {} \\;',
    'ls | xargs ./x',
    'bash < x.sh',
  ])('may create anything: %s', (text) => {
    const script = text === '$CMD' ? '$(f) x' : text;
    expect(summary(script)).toContain('opaque anywhere');
  });

  it.each([
    'apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*',
    'pip install flask',
    'pip3 install --no-cache-dir -r requirements.txt',
    'python -m pip install -U pip',
    'conda install -y numpy && conda clean -afy',
    'npm install',
    'ldconfig',
    'useradd -m me',
    'locale-gen en_US.UTF-8',
    'curl -s https://x.io/i.sh | bash -s -- -y',
    'bash <(curl -s https://x.io)',
    'python --version && nginx -v',
    'echo hi',
    'set -ex; export A=b',
    'cd /x',
    'python -c "import nltk; nltk.download(\'punkt\')"',
    'python -m nltk.downloader punkt',
    'R -e "install.packages(\'x\')"',
    '. /opt/conda/etc/profile.d/conda.sh && conda activate x',
    'source activate x',
    'bash Miniconda3-latest-Linux-x86_64.sh -b',
    'python get-pip.py',
    'A=1',
    'poetry install --no-root',
    'git config --global x y',
    'eval "$(conda shell.bash hook)"',
    '$CONDA_DIR/bin/conda clean -a',
    '~/miniconda3/bin/conda init bash',
    'mytool --version',
    'command -v python',
    'nohup sleep 1 &',
    'poetry config virtualenvs.create false',
    'uv sync --no-install-project',
  ])('brings nothing of ours: %s', (text) => {
    expect(summary(text).filter((it) => it.startsWith('opaque'))).toEqual([]);
  });

  it('says which directory', () => {
    expect(summary('tar xzf a.tgz -C /opt/x')).toEqual(['opaque /opt/x']);
    expect(summary('tar -xvf a.tar')).toEqual(['opaque /work']);
    expect(summary('tar -xzC /opt -f a.tgz; tar --extract --file=a --directory=/y')).toEqual([
      'opaque /opt',
      'opaque /y',
    ]);
    expect(summary('tar tf a.tgz; tar czf b.tgz x')).toEqual(['write /work/b.tgz']);
    expect(summary('unzip -q a.zip -d /opt; unzip b.zip; unzip -l c.zip')).toEqual(['opaque /opt', 'opaque /work']);
    expect(summary('git clone --depth 1 -b main https://github.com/a/b.git')).toEqual(['opaque /work/b']);
    expect(summary('git clone https://github.com/a/b /opt/c && cd /opt/c && git checkout x')).toEqual([
      'opaque /opt/c',
      'opaque /opt/c',
    ]);
    expect(summary('git clone $(u)')).toEqual(['opaque /work']);
    expect(summary('aws s3 cp s3://b/k /opt/f; aws s3 sync s3://b /opt/d; aws s3 cp x s3://b')).toEqual([
      'write /opt/f',
      'opaque /opt/d',
    ]);
    expect(summary('python -m venv /opt/venv; python3 -m venv --copies v; uv venv')).toEqual([
      'opaque /opt/venv',
      'opaque /work/v',
      'opaque /work/.venv',
    ]);
    expect(summary('bash ~/miniconda.sh -b -p /opt/conda')).toEqual(['opaque /opt/conda']);
    expect(summary('npm run build')).toEqual(['opaque /work']);
    expect(summary('cd $(x) && tar xf a')).toEqual(['opaque anywhere']);
  });

  it('points at the Python project that is installed', () => {
    expect(summary('pip install .')).toEqual(['opaque anywhere project /work']);
    expect(summary('pip install -e /opt/x[dev] flask')).toEqual(['opaque anywhere project /opt/x']);
    expect(summary('python setup.py install')).toEqual(['opaque anywhere project /work']);
    expect(summary('cd /x && python3 sub/setup.py develop')).toEqual(['opaque anywhere project /x/sub']);
    expect(summary('pip install git+https://github.com/a/b.git')).toEqual(['opaque anywhere']);
    expect(summary('pip install /tmp/*.whl')).toEqual(['opaque anywhere']);
    expect(summary('poetry install; uv sync')).toEqual([
      'opaque anywhere project /work',
      'opaque anywhere project /work',
    ]);
    expect(effects('pip install .')[0]).toMatchObject({ project: known('/work') });
  });
});
