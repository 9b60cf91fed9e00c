import type { ImageFiles } from './context/types';
import type { Stage } from './dockerfile/types';
import type { CommandsAndPackages } from './collect-packages';
import { program } from './shell/program';

/** Tools that may bring any program, under names we can't foresee. */
const BRINGS_ANYTHING = /^(?:conda|mamba|micromamba|pyenv|asdf|update-alternatives|alternatives|uv|nix|brew|sdk|make|curl|wget|tar)$/;

/** True only when the image surely has no such program: the base lacks it and nothing in the Dockerfile may bring it. */
export function lacksProgram(
  name: string,
  stage: Stage,
  files: ImageFiles,
  path: readonly string[],
  build: CommandsAndPackages,
): boolean {
  const base = stage.base.row;
  const short = name.slice(name.lastIndexOf('/') + 1);
  if (!base?.lacks.includes(short)) return false;
  const found = name.includes('/') ? files.lookup(name) : files.which(name, path);
  if (found.state !== 'absent') return false;
  if (files.which(short, path).state === 'present' && short !== 'python') return false;
  if (build.packages.some((it) => it.name.replace(/[\d.]+$/, '') === short || it.manager === 'conda')) return short === 'python' && !build.packages.some((it) => it.manager === 'conda' || it.name === 'python');
  return !build.commands.some((command) => BRINGS_ANYTHING.test(program(command).name ?? ''));
}
