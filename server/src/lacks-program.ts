import type { CommandsAndPackages } from './collect-packages';
import type { ImageFiles } from './context/types';
import type { Stage } from './dockerfile/types';
import { program } from './shell/program';
import type { ShellCommand } from './shell/types';

/** Tools that may bring any program, under names we can't foresee. */
const BRINGS_ANYTHING =
  /^(?:conda|mamba|micromamba|pyenv|asdf|update-alternatives|alternatives|uv|poetry|pipenv|pdm|nix|brew|sdk|make|curl|wget|tar)$/;

/** Packages that bring a program called `python`, not only `python3`. */
const BRINGS_PYTHON = /^python(?:$|-is-|-unversioned|-minimal|-dev|2)/;

/** Packages of Alpine that are often installed and bring no bash. */
const WITHOUT_BASH =
  /^(?:python3|py3-(?:pip|setuptools|wheel|virtualenv|numpy|scipy)|python3-dev|gcc|g\+\+|make|build-base|musl-dev|libc-dev|linux-headers|curl|wget|ca-certificates|libstdc\+\+|libgomp|libffi(?:-dev)?|openssl(?:-dev)?|zlib(?:-dev)?|openblas(?:-dev)?|lapack(?:-dev)?|gfortran|cmake|nginx|tini|dumb-init|jq|tar|unzip|tzdata|nodejs|npm)$/;

/** Runs a script of its own, makes a virtual environment, or is a tool that may bring any program. */
function mayBringAnything(command: ShellCommand): boolean {
  const { name, word, args } = program(command);
  if (name === undefined || word === undefined) return word !== undefined;
  if (BRINGS_ANYTHING.test(name) || /^(?:virtualenv|source|\.|eval)$/.test(name)) return true;
  if (word.value.known && /^(?:\.{1,2}\/|\/(?!(?:usr\/(?:local\/)?)?s?bin\/))/.test(word.value.value)) return true;
  const words = args.map((it) => (it.value.known ? it.value.value : ''));
  if (/^python/.test(name)) return words.includes('venv') || words.some((it) => it.endsWith('.py'));
  return /^(?:ba|da|z|a|k)?sh$/.test(name) && !words.includes('-c');
}

/** Another image's files, or an archive's, land where the program would be, or its own folder is not one of the base's. */
function isBroughtAlong(name: string, files: ImageFiles, path: readonly string[]): boolean {
  const own = name.startsWith('/') ? [name.slice(0, name.lastIndexOf('/')) || '/'] : [];
  if (own.some((it) => !path.includes(it)) && files.lookup(name).state !== 'absent') return true;
  return files.copies.some(({ from, destination, instruction }) => {
    if (from === undefined && instruction.keyword !== 'ADD') return false;
    const folder = destination?.replace(/\/+$/, '') ?? '';
    return [...path, ...own].some((it) => it === folder || it.startsWith(`${folder}/`));
  });
}

/** True only when the image surely has no such program: the base lacks it and nothing in the Dockerfile may bring it. */
export function lacksProgram(
  name: string,
  stage: Stage,
  files: ImageFiles,
  path: readonly string[],
  build: CommandsAndPackages,
): boolean {
  const short = name.slice(name.lastIndexOf('/') + 1);
  if (!stage.base.row?.lacks.includes(short)) return false;
  // A link or file of that name counts wherever it lies.
  if (files.which(short, path).state === 'present' || files.files.some((it) => it.path.endsWith(`/${short}`)))
    return false;
  if (build.commands.some(mayBringAnything)) return false;
  if (isBroughtAlong(name, files, path)) return false;
  // A directory that the Dockerfile puts on PATH, such as that of a virtual environment, may hold it.
  const added = path.filter((it) => !stage.base.row?.path.includes(it));
  if (added.some((it) => files.lookup(`${it}/${short}`).state !== 'absent')) return false;
  return !build.packages.some((it) => {
    if (it.manager === 'conda') return true;
    if (it.manager === 'pip' || it.manager === 'npm' || it.manager === 'r') return false;
    if (short === 'bash' && it.manager === 'apk' && WITHOUT_BASH.test(it.name)) return false;
    // Any system package may pull in python3, bash or perl; the bare name `python` comes only from packages of its own.
    return short === 'python' ? BRINGS_PYTHON.test(it.name) : true;
  });
}
