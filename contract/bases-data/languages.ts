import { ADDED_LATER, DEFAULT_PATH, base, family, hub, official, plainFamily, tagHas } from './base';
import type { Base, Family } from './base';

const BUILD_TOOLS = ['gcc', 'g++', 'make', 'git', 'curl', 'wget'];
const PYTHON_PATH = ['/usr/local/bin', ...DEFAULT_PATH];
const WITHOUT_NODE = ADDED_LATER.filter((program) => program !== 'node');
const WITHOUT_JAVA = ADDED_LATER.filter((program) => program !== 'java');

const PYTHON_COMMON = {
  kind: 'language',
  cmd: ['python3'],
  path: PYTHON_PATH,
  packages: ['pip'],
} as const;

const PYTHON_PROGRAMS = ['python', 'python3', 'pip', 'pip3', 'sh', 'env'];

const PYTHON = base({
  ...PYTHON_COMMON,
  id: 'python',
  summary: 'Python on Debian, with compilers, git and curl.',
  os: 'debian',
  has: [...PYTHON_PROGRAMS, 'bash', 'perl', ...BUILD_TOOLS],
  lacks: ADDED_LATER,
});

const PYTHON_SLIM = base({
  ...PYTHON_COMMON,
  id: 'python-slim',
  summary: 'Python on a slim Debian: no compilers, no git, no curl.',
  os: 'debian',
  has: [...PYTHON_PROGRAMS, 'bash', 'perl'],
  lacks: [...BUILD_TOOLS, ...ADDED_LATER],
});

const PYTHON_ALPINE = base({
  ...PYTHON_COMMON,
  id: 'python-alpine',
  summary: 'Python on Alpine: no bash, no compilers; many Python packages have no wheels for it.',
  os: 'alpine',
  has: [...PYTHON_PROGRAMS, 'wget'],
  lacks: ['bash', 'gcc', 'g++', 'make', 'git', 'curl', 'perl', ...ADDED_LATER],
});

/** Python 2 has no `python3`, and full images of it are too old to say what else is in them. */
const PYTHON_2 = base({
  id: 'python-2',
  summary: 'Python 2, which has had no updates since 2020.',
  kind: 'language',
  cmd: ['python2'],
  path: PYTHON_PATH,
  has: ['python', 'python2', 'pip', 'sh', 'env'],
  lacks: ['train', 'serve', 'java', 'nginx'],
  packages: ['pip'],
});

const NODE_COMMON = {
  kind: 'language',
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['node'],
} as const;

const NODE = base({
  ...NODE_COMMON,
  id: 'node',
  summary: 'Node.js on Debian. Its ENTRYPOINT runs the program it is given, or `node` with what is no program.',
  os: 'debian',
  has: ['node', 'npm', 'npx', 'sh', 'bash', 'env', ...BUILD_TOOLS],
  lacks: WITHOUT_NODE,
});

const NODE_SLIM = base({
  ...NODE_COMMON,
  id: 'node-slim',
  summary: 'Node.js on a slim Debian. Its ENTRYPOINT runs the program it is given.',
  os: 'debian',
  has: ['node', 'npm', 'npx', 'sh', 'bash', 'env'],
  lacks: ['python', 'python3', 'pip', ...BUILD_TOOLS, ...WITHOUT_NODE],
});

const NODE_ALPINE = base({
  ...NODE_COMMON,
  id: 'node-alpine',
  summary: 'Node.js on Alpine: no bash. Its ENTRYPOINT runs the program it is given.',
  os: 'alpine',
  has: ['node', 'npm', 'npx', 'sh', 'env', 'wget'],
  lacks: ['bash', 'python', 'python3', 'pip', 'gcc', 'g++', 'make', 'git', 'curl', ...WITHOUT_NODE],
});

const R_BASE = base({
  id: 'r-base',
  summary: 'R on Debian testing.',
  kind: 'language',
  cmd: ['R'],
  os: 'debian',
  has: ['R', 'Rscript', 'sh', 'bash', 'env', 'perl'],
  lacks: ['train', 'serve', 'conda', 'nginx'],
});

const ROCKER = base({
  id: 'rocker',
  summary: 'R on Ubuntu or Debian, by the Rocker project.',
  kind: 'language',
  has: ['R', 'Rscript', 'sh', 'bash', 'env', 'perl'],
  lacks: ['train', 'serve', 'conda', 'nginx'],
});

const ROCKER_RSTUDIO = base({
  ...ROCKER,
  id: 'rocker-rstudio',
  summary: 'R with RStudio Server, by the Rocker project. Its CMD starts RStudio on port 8787.',
  cmd: ['/init'],
  path: ['/usr/lib/rstudio-server/bin', ...DEFAULT_PATH],
});

const JAVA_COMMON = {
  kind: 'language',
  has: ['java', 'sh', 'env'],
  lacks: WITHOUT_JAVA,
} as const;

const OPENJDK = base({ ...JAVA_COMMON, id: 'openjdk', summary: 'Java (OpenJDK).' });
const CORRETTO = base({ ...JAVA_COMMON, id: 'amazoncorretto', summary: 'Java (Amazon Corretto).' });
const TEMURIN = base({
  ...JAVA_COMMON,
  id: 'eclipse-temurin',
  summary: 'Java (Eclipse Temurin). Its ENTRYPOINT adds certificates and runs the program it is given.',
  entrypoint: ['/__cacert_entrypoint.sh'],
  path: ['/opt/java/openjdk/bin', ...DEFAULT_PATH],
  env: { JAVA_HOME: '/opt/java/openjdk' },
});

const GO_COMMON = {
  kind: 'language',
  path: ['/go/bin', '/usr/local/go/bin', ...DEFAULT_PATH],
  workdir: '/go',
} as const;
const GO = base({
  ...GO_COMMON,
  id: 'golang',
  summary: 'Go on Debian.',
  os: 'debian',
  has: ['go', 'gcc', 'g++', 'make', 'git', 'sh', 'bash', 'env'],
  lacks: ADDED_LATER,
});
const GO_ALPINE = base({
  ...GO_COMMON,
  id: 'golang-alpine',
  summary: 'Go on Alpine: no bash, no C compiler.',
  os: 'alpine',
  has: ['go', 'sh', 'env', 'wget'],
  lacks: ['bash', 'gcc', 'python', 'python3', ...ADDED_LATER],
});

const RUST = base({
  id: 'rust',
  summary: 'Rust.',
  kind: 'language',
  path: ['/usr/local/cargo/bin', ...DEFAULT_PATH],
  has: ['cargo', 'rustc', 'gcc', 'sh', 'env'],
  lacks: ADDED_LATER,
});

const JULIA = base({
  id: 'julia',
  summary: 'Julia. Its ENTRYPOINT runs the program it is given.',
  kind: 'language',
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['julia'],
  path: ['/usr/local/julia/bin', ...DEFAULT_PATH],
  has: ['julia', 'sh', 'env'],
  lacks: ADDED_LATER,
});

const UV_IMAGE = base({
  id: 'uv',
  summary: 'The uv program alone: its ENTRYPOINT is `/uv`, which does not know `train` or `serve`.',
  kind: 'language',
  entrypoint: ['/uv'],
  cmd: undefined,
  train: 'rejects',
  serve: 'rejects',
  os: 'none',
  has: ['uv'],
  lacks: ['sh', 'bash', 'python', 'python3', ...ADDED_LATER],
});

function variant(tag: string, full: Base, slim: Base, alpine: Base): Base | undefined {
  if (/windows|nanoserver/.test(tag)) return undefined;
  if (tagHas(tag, 'alpine')) return alpine;
  return tagHas(tag, 'slim') ? slim : full;
}

/** Names of the uv image's tags that bring a system along. */
const UV_SYSTEM = /bookworm|bullseye|trixie|debian|alpine|python/;

function uvRow(tag: string): Base | undefined {
  if (!UV_SYSTEM.test(tag)) return UV_IMAGE;
  if (!tag.includes('python')) return undefined;
  const row = variant(tag, PYTHON, PYTHON_SLIM, PYTHON_ALPINE);
  return row === undefined ? undefined : { ...row, cmd: ['/usr/local/bin/uv'], has: [...row.has, 'uv', 'uvx'] };
}

/** Images that are a language. */
export const LANGUAGES: readonly Family[] = [
  family(official('python'), [PYTHON, PYTHON_SLIM, PYTHON_ALPINE, PYTHON_2], (tag) =>
    /^2(\.|-|$)/.test(tag) ? PYTHON_2 : variant(tag, PYTHON, PYTHON_SLIM, PYTHON_ALPINE),
  ),
  family(official('node'), [NODE, NODE_SLIM, NODE_ALPINE], (tag) => variant(tag, NODE, NODE_SLIM, NODE_ALPINE)),
  plainFamily([...official('r-base'), ...hub('rocker/r-base')], R_BASE),
  plainFamily(hub('rocker/r-ver', 'rocker/r-ubuntu', 'rocker/r-apt', 'rocker/drd'), ROCKER),
  plainFamily(
    hub(
      'rocker/rstudio',
      'rocker/tidyverse',
      'rocker/verse',
      'rocker/geospatial',
      'rocker/shiny',
      'rocker/shiny-verse',
    ),
    ROCKER_RSTUDIO,
  ),
  family(official('openjdk'), [OPENJDK], (tag) => variant(tag, OPENJDK, OPENJDK, OPENJDK)),
  family([...official('amazoncorretto'), 'public.ecr.aws/amazoncorretto/amazoncorretto'], [CORRETTO], () => CORRETTO),
  family(official('eclipse-temurin'), [TEMURIN], (tag) => variant(tag, TEMURIN, TEMURIN, TEMURIN)),
  family(official('golang'), [GO, GO_ALPINE], (tag) => variant(tag, GO, GO, GO_ALPINE)),
  plainFamily(official('rust'), RUST),
  family(official('julia'), [JULIA], (tag) => variant(tag, JULIA, JULIA, JULIA)),
  family(['ghcr.io/astral-sh/uv'], [UV_IMAGE], uvRow),
];
