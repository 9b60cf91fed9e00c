import { describe, expect, it } from 'vitest';
import { consoleScripts, packagesOf } from '../../../../server/src/shell/packages';
import type { InstalledPackage } from '../../../../server/src/shell/types';
import { flatRange, shell } from './support';

function packages(text: string, files: Readonly<Record<string, string>> = {}): readonly InstalledPackage[] {
  const read = (path: string): { path: string; text: string } | undefined => {
    const content = files[path];
    return content === undefined ? undefined : { path: `/ctx${path}`, text: content };
  };
  return shell(text).flatMap((command) => packagesOf(command, read));
}

function names(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return packages(text, files).map((it) => `${it.manager} ${it.name}${it.version}${it.local ? ' local' : ''}`);
}

describe('pip', () => {
  it('reads what is named', () => {
    expect(
      names(
        `pip install --no-cache-dir Flask==2.0 'numpy>=1.2,<2' "sagemaker_training[mpi]" ruamel.yaml tensorflow~=2.1 "pandas >= 1.0 ; python_version < '3.9'"`,
      ),
    ).toEqual([
      'pip flask==2.0',
      'pip numpy>=1.2,<2',
      'pip sagemaker-training',
      'pip ruamel-yaml',
      'pip tensorflow~=2.1',
      'pip pandas>=1.0',
    ]);
  });

  it.each([
    'pip3',
    'pip3.9',
    'python -m pip',
    'python3.11 -m pip',
    '/opt/conda/bin/pip',
    'sudo pip',
    'uv pip',
    'pip --no-cache-dir',
    'conda run -n x pip',
    'PIP_X=1 pip',
    'pip --timeout 60',
    'python -u -m pip',
    'env A=b pip',
    'uv run pip',
    'poetry run pip',
    '$CONDA_DIR/bin/pip',
    '"${V}/bin/pip"',
  ])('knows %s install', (pip) => {
    expect(names(`${pip} install gunicorn`)).toEqual(['pip gunicorn']);
  });

  it('leaves options and their values out', () => {
    expect(
      names(
        'pip install -U --index-url https://x -i https://y --extra-index-url=https://z -f https://w -t /opt a --upgrade-strategy eager -c c.txt b -q',
      ),
    ).toEqual(['pip a', 'pip b']);
    expect(names('pip install $PKG "$(f)" a')).toEqual(['pip a']);
    expect(names('pip download a; pip uninstall -y b; pip wheel c; pip --version; pip')).toEqual([]);
    expect(names('uv pip install --system --torch-backend cpu a')).toEqual(['pip a']);
  });

  it('expands variables', () => {
    expect(names('V=1.2; L="a b"; pip install x==$V $L y==${W}')).toEqual(['pip x==1.2', 'pip a', 'pip b', 'pip y==']);
  });

  it('guesses names of what is local', () => {
    expect(
      names(
        'pip install ./dist/sagemaker_training-4.1.0-py3-none-any.whl /tmp/my-pkg-1.0.tar.gz git+https://github.com/a/My_Repo.git@v1 git+ssh://git@github.com/a/b.git#egg=other https://x.io/foo-2.0.zip https://github.com/u/repo/archive/main.zip . -e ./lib "name @ https://x.io/z.whl" /tmp/*.whl .[train] foo_bar-*.whl',
      ),
    ).toEqual([
      'pip sagemaker-training local',
      'pip my-pkg local',
      'pip my-repo local',
      'pip other local',
      'pip foo local',
      'pip repo local',
      'pip  local',
      'pip name local',
      'pip  local',
      'pip  local',
      'pip foo-bar local',
      'pip lib local',
    ]);
  });

  it('points at the word', () => {
    const text = 'pip install -r requirements.txt flask';
    const found = packages(text, { '/work/requirements.txt': 'numpy' });
    expect(found.map((it) => [it.name, it.range, it.listedIn])).toEqual([
      ['flask', flatRange(32, 37), undefined],
      ['numpy', flatRange(15, 31), '/ctx/work/requirements.txt'],
    ]);
  });

  it('follows requirements files', () => {
    const files = {
      '/opt/r/requirements.txt':
        '\uFEFF# all\nFlask==1.0  # web\r\n-r base/more.txt\n-c limits.txt\n--index-url https://x\n\nscipy \\\n  --hash=sha256:abc\n-e git+https://github.com/a/b.git#egg=b\n./local\ngevent ; sys_platform != "win32"\n-r requirements.txt\n-r https://x.io/r.txt',
      '/opt/r/base/more.txt': 'numpy\n-r ../third.txt\n!!!',
      '/opt/r/third.txt': 'gunicorn>=20',
      '/opt/r/limits.txt': 'never',
    };
    const expected = [
      'pip flask==1.0',
      'pip numpy',
      'pip gunicorn>=20',
      'pip scipy',
      'pip b local',
      'pip local local',
      'pip gevent',
    ];
    expect(names('pip install -r /opt/r/requirements.txt', files)).toEqual(expected);
    expect(names('cd /opt/r && pip install --requirement=requirements.txt', files)).toEqual(expected);
    expect(names('cd /opt/r && pip install -rrequirements.txt', files)).toEqual(expected);
    expect(names('uv pip sync /opt/r/requirements.txt', files)).toEqual(expected);
    expect(names('pip install -r $(f) -r missing.txt', files)).toEqual([]);
  });

  it('follows local projects', () => {
    const files = {
      '/work/pyproject.toml':
        '[project]\nname = "My_App"\ndependencies = [\n  "fastapi>=0.1", # x]\n  \'uvicorn[standard]\',\n]\n',
      '/opt/lib/setup.py':
        'from setuptools import setup\nsetup(name="thing", install_requires=["sagemaker-inference", \'boto3==1.0\'], extras_require={"x": ["y"]})',
      '/opt/cfg/setup.cfg':
        '[metadata]\nname = cfg\n[options]\ninstall_requires =\n    requests>2\n    # no\n    six\npackages = x\n',
    };
    expect(names('pip install .', files)).toEqual(['pip my-app local', 'pip fastapi>=0.1', 'pip uvicorn']);
    expect(names('pip install -e "/opt/lib[x]"', files)).toEqual([
      'pip thing local',
      'pip sagemaker-inference',
      'pip boto3==1.0',
    ]);
    expect(names('pip install /opt/cfg', files)).toEqual(['pip cfg local', 'pip requests>2', 'pip six']);
    expect(names('uv sync --frozen', files)).toEqual(['pip my-app local', 'pip fastapi>=0.1', 'pip uvicorn']);
    expect(names('uv pip install -r pyproject.toml', files)).toEqual(['pip fastapi>=0.1', 'pip uvicorn']);
  });

  it('follows poetry and pipenv', () => {
    const files = {
      '/work/pyproject.toml':
        '[tool.poetry]\nname = "p"\n[tool.poetry.dependencies]\npython = "^3.9"\nFlask = "^2.0"\nnumpy = "1.2"\ntorch = { version = ">=2", extras = ["x"] }\nany = "*"\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
      '/work/Pipfile':
        '[[source]]\nurl = "x"\n[packages]\nflask = "==1.0"\ngunicorn = "*"\n[dev-packages]\npytest = "*"\n',
    };
    expect(names('poetry install --no-root --no-dev', files)).toEqual([
      'pip flask>=2.0',
      'pip numpy==1.2',
      'pip torch>=2',
      'pip any',
    ]);
    expect(names('pipenv install --system --deploy', files)).toEqual(['pip flask==1.0', 'pip gunicorn']);
    expect(names('poetry add httpx && pipx install poetry && uv tool install ruff')).toEqual([
      'pip httpx',
      'pip poetry',
      'pip ruff',
    ]);
  });
});

describe('conda', () => {
  it('reads what is named', () => {
    expect(
      names(
        'conda install -y -c conda-forge -n base numpy=1.19.2=py38_0 "scipy>=1.2" conda-forge::xgboost python=3.8 && conda clean -a',
      ),
    ).toEqual(['conda numpy=1.19.2=py38_0', 'conda scipy>=1.2', 'conda xgboost', 'conda python=3.8']);
    expect(names('mamba create -n x -y python=3.9 pip; micromamba install -y a; conda update -n base conda')).toEqual([
      'conda python=3.9',
      'conda pip',
      'conda a',
      'conda conda',
    ]);
    expect(names('conda activate x; conda env list; conda config --add channels a')).toEqual([]);
  });

  it('follows environment files', () => {
    const files = {
      '/work/environment.yml':
        'name: x\nchannels:\n  - defaults\ndependencies:\n  - python=3.8\n  - "numpy>=1"\n  # no\n  - pip\n  - pip:\n      - Flask==1.0\n      - -r requirements.txt\n      - sagemaker_inference\n  - scipy\nprefix: /x\n',
      '/work/requirements.txt': 'gunicorn',
      '/work/spec.txt': '# x\nnumpy=1.2\n',
    };
    const expected = [
      'conda python=3.8',
      'conda numpy>=1',
      'conda pip',
      'conda scipy',
      'pip flask==1.0',
      'pip gunicorn',
      'pip sagemaker-inference',
    ];
    expect(names('conda env create -f environment.yml', files)).toEqual(expected);
    expect(names('conda env update -n base --file=environment.yml', files)).toEqual(expected);
    expect(names('micromamba install -y -n base -f environment.yml', files)).toEqual(expected);
    expect(names('conda env create', files)).toEqual(expected);
    expect(names('conda install --file spec.txt', files)).toEqual(['conda numpy=1.2']);
  });
});

describe('system packages', () => {
  it('reads apt', () => {
    expect(
      names(
        'apt-get -y update && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends -o Dpkg::Use-Pty=0 -t buster nginx=1.18.0-* libc6:i386 gcc/stable g++ vim- ./x_1.0_amd64.deb && apt-get remove -y a',
      ),
    ).toEqual(['apt nginx=1.18.0-*', 'apt libc6', 'apt gcc', 'apt g++', 'apt x local']);
    expect(names('sudo apt install ca-certificates; dpkg -i /tmp/cuda-repo_1.0.deb; dpkg -l')).toEqual([
      'apt ca-certificates',
      'apt cuda-repo local',
    ]);
  });

  it('reads apk, yum and npm', () => {
    expect(names('apk add --no-cache --virtual .build-deps nginx=1.2 "py3-pip>20" x@edge && apk del y')).toEqual([
      'apk nginx=1.2',
      'apk py3-pip>20',
      'apk x',
    ]);
    expect(
      names(
        'yum install -y --enablerepo=x --setopt tsflags=nodocs nginx java-1.8.0-openjdk-devel gcc.x86_64 https://x.io/epel-release-7.rpm; microdnf install tar; dnf -y install x; yum clean all',
      ),
    ).toEqual(['yum nginx', 'yum java-1.8.0-openjdk-devel', 'yum gcc', 'yum epel-release local', 'yum tar', 'yum x']);
    expect(
      names(
        'npm install -g multi-model-server@1.2 @a/b@2 && npm install x && yarn global add serve && npm i --location=global z',
      ),
    ).toEqual(['npm multi-model-server@1.2', 'npm @a/b@2', 'npm serve', 'npm z']);
  });
});

describe('R', () => {
  it('reads code on the command line', () => {
    expect(
      names(
        `R -e "install.packages(c('plumber', \\"jsonlite\\"), repos='https://x')" && Rscript -e 'install.packages("mgcv")' -e 'remotes::install_github("u/repo@v1")'`,
      ),
    ).toEqual(['r plumber', 'r jsonlite', 'r mgcv', 'r repo local']);
    expect(names(`R -q -e 'devtools::install_version("xgboost", version = "1.4.1", repos = "x")'`)).toEqual([
      'r xgboost==1.4.1',
    ]);
    expect(names(`echo "install.packages('a')" | R --no-save; echo "install.packages('b')" > f.R`)).toEqual(['r a']);
    expect(names('R --no-save <<EOF\n# install.packages("no")\ninstall.packages("yes")\nEOF\n')).toEqual(['r yes']);
    expect(names('Rscript -e "install.packages(pkgs)"')).toEqual([]);
  });

  it('reads install2.r, CMD INSTALL and scripts', () => {
    expect(names('install2.r --error -n 4 plumber tidyverse; R CMD INSTALL x_1.0.tar.gz')).toEqual([
      'r plumber',
      'r tidyverse',
      'r x local',
    ]);
    expect(names('Rscript install.R', { '/work/install.R': 'pkgs <- 1\ninstall.packages("plumber")' })).toEqual([
      'r plumber',
    ]);
    expect(names('R -f /x.R', { '/x.R': 'install.packages("plumber")' })).toEqual(['r plumber']);
  });
});

describe('consoleScripts', () => {
  it('reads setup.py', () => {
    expect(
      consoleScripts(
        `setup(\n  name='x',\n  entry_points={\n    'console_scripts': [\n      'train=pkg.train:main',  # 'no=x'\n      "serve = pkg.serve:main",\n    ],\n    'other': ['bad=x:y'],\n  },\n  scripts=['bin/tool'],\n)`,
        'setup.py',
      ),
    ).toEqual(['train', 'serve', 'tool']);
    expect(consoleScripts(`setup(entry_points="""\n[console_scripts]\ntrain=a:b\n""")`, 'setup.py')).toEqual(['train']);
    expect(consoleScripts('setup(entry_points={"console_scripts": "serve=a:b"})', 'setup.py')).toEqual(['serve']);
    expect(consoleScripts('setup(name="x")', 'setup.py')).toEqual([]);
  });

  it('reads setup.cfg and pyproject.toml', () => {
    expect(
      consoleScripts(
        '[options]\nscripts = bin/a\n[options.entry_points]\nconsole_scripts =\n    train = a:b\n    serve=c:d\ngui = x\n',
        'setup.cfg',
      ),
    ).toEqual(['train', 'serve', 'a']);
    expect(
      consoleScripts(
        '[project]\nname="x"\n[project.scripts]\ntrain = "a:b"\n"serve" = "c:d" # x\n[tool.poetry.scripts]\npoe = "e:f"\n[tool.other]\nno = 1\n[tool.setuptools]\nscript-files = ["bin/s"]\n',
        'pyproject.toml',
      ),
    ).toEqual(['train', 'serve', 'poe', 's']);
  });
});

describe('any text', () => {
  const odd = [
    '[',
    '"',
    '[[[[',
    '{',
    'a = [',
    '= =',
    'x',
    '\\',
    '- -',
    '"""',
    "'''",
    'entry_points = [',
    'console_scripts: [',
    '\u0000',
    'dependencies:\n- pip:\n-',
  ];
  // What takes the square of the length takes minutes for one of these, and well under a second otherwise.
  it.each(odd)('takes a large file of %j', { timeout: 60_000 }, (piece) => {
    const text = piece.repeat(20_000);
    for (const name of [
      'setup.py',
      'setup.cfg',
      'pyproject.toml',
      'requirements.txt',
      'environment.yml',
      'x.R',
      'Pipfile',
    ]) {
      consoleScripts(text, name);
      packages(`pip install -r ${name} .; conda env create -f ${name}; Rscript ${name}; pipenv install; uv sync`, {
        [`/work/${name}`]: text,
      });
    }
    // What stands after it all is read still, so nothing was given up half way.
    expect(names('pip install -r odd.txt', { '/work/odd.txt': `${text}\n\nflask==2.0\n` }).at(-1)).toBe(
      'pip flask==2.0',
    );
  });
});
