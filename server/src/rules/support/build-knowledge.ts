import type { CopyStep } from '../../context/types';
import { program } from '../../shell/program';
import type { InstalledPackage, ShellCommand, ShellWord } from '../../shell/types';
import type { Subject } from '../../subject';

/** Programs that may install anything without saying what. */
const OPAQUE =
  /^(?:bash|sh|zsh|dash|source|\.|eval|xargs|conda|mamba|micromamba|nix|nix-env|brew|make|ansible-playbook|pixi|spack)$/;
const SYSTEM_MANAGERS = /^(?:apt|apt-get|aptitude|apk|yum|dnf|microdnf|zypper)$/;
const PROJECT_INSTALLS = /^(?:poetry|pipenv|pdm|uv|pixi|hatch|rye)$/;
const PROGRAM_FOLDER = /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/;

/**
 * True only when the image surely has no such program before the given package is installed: the base lacks it, no
 * package of that pattern was installed, and no step may have brought it unseen.
 */
export function surelyLacks(subject: Subject, name: string, broughtBy: RegExp, before?: InstalledPackage): boolean {
  if (!subject.stage.base.row?.lacks.includes(name)) return false;
  const commands = before ? subject.commands.filter((it) => isEarlier(it, before)) : subject.commands;
  if (commands.some((it) => isOpaque(it))) return false;
  const packages = before ? subject.packages.filter((it) => isEarlier(it, before)) : subject.packages;
  if (packages.some((it) => it.manager !== 'pip' && broughtBy.test(it.name))) return false;
  if (
    commands.some((it) =>
      it.words.some((word) => word.value.known && /^(?:groupinstall|build-dep)$|^@/.test(word.value.value)),
    )
  )
    return false;
  const last = before?.instruction.index ?? Infinity;
  if (subject.files.copies.some((it) => it.instruction.index < last && mayBring(it, broughtBy))) return false;
  return !subject.files.files.some((it) => it.path.endsWith(`/${name}`) && (it.instruction?.index ?? 0) < last);
}

function isEarlier(
  it: { readonly instruction: ShellCommand['instruction']; readonly range: ShellCommand['range'] },
  than: InstalledPackage,
): boolean {
  if (it.instruction !== than.instruction) return it.instruction.index < than.instruction.index;
  const { start } = it.range;
  const other = than.range.start;
  return start.line < other.line || (start.line === other.line && start.character < other.character);
}

/** Other images' files that land among the system's, or whose very path names what is looked for. */
function mayBring(copy: CopyStep, broughtBy: RegExp): boolean {
  if (copy.destination === undefined) return true;
  const archives =
    copy.instruction.keyword === 'ADD' &&
    copy.sources.some((it) => /\.(?:tar|tgz|tar\.\w+|zip)$/.test(it.pattern ?? ''));
  if (copy.from === undefined) return archives;
  if (/^\/(?:usr(?:\/(?:local|bin|lib))?)?\/?$/.test(copy.destination)) return true;
  return copy.sources.some((it) => it.pattern === undefined || broughtBy.test(it.pattern));
}

/** A command that may install what we can't see. */
function isOpaque(command: ShellCommand): boolean {
  const { name, word } = program(command);
  if (name === undefined) return command.words.length > 0;
  if (OPAQUE.test(name)) return true;
  const path = word?.value.known ? word.value.value : '';
  if (path.includes('/') && !PROGRAM_FOLDER.test(path) && !/\/(?:pip|python)[\d.]*$/.test(path)) return true;
  return SYSTEM_MANAGERS.test(name) && installs(command) && command.words.some((it) => !it.value.known);
}

/** True when every pip package the build installs is among `subject.packages` (what they depend on aside). */
export function knowsPipPackages(subject: Subject): boolean {
  if (!subject.stage.base.row) return false;
  if (subject.commands.some((it) => hidesPackages(it, subject))) return false;
  if (subject.packages.some((it) => it.local && !hasListed(it, subject)) || lacksIncluded(subject)) return false;
  return !subject.files.copies.some(
    (it) =>
      it.from !== undefined &&
      (it.destination === undefined ||
        /venv|site-packages|python|conda|\.local|^\/(?:usr(?:\/local)?|opt|app)?\/?$/.test(it.destination)),
  );
}

/** What a wheel, a repository or a project needs is known only where a list of the context says so. */
function hasListed(it: InstalledPackage, subject: Subject): boolean {
  return subject.packages.some((other) => other.listedIn !== undefined && other.range === it.range);
}

/** A list of packages computes them, or includes another one that could not be read. */
function lacksIncluded(subject: Subject): boolean {
  const files = new Set(subject.packages.flatMap((it) => (it.listedIn === undefined ? [] : [it.listedIn])));
  return [...files].some((file) => {
    const text = subject.context.fs.read(file) ?? '';
    if (COMPUTED_DEPENDENCIES.test(text)) return true;
    const included = [...text.matchAll(/^[ \t]*(?:-r|--requirement)[ =]?[ \t]*(\S+)/gm)].map((it) => it[1] ?? '');
    return included.some((name) => ![...files].some((it) => it.endsWith(`/${name.replace(/^(?:\.{1,2}\/)+/, '')}`)));
  });
}

/** setup.py and pyproject.toml whose dependencies are not a plain list. */
const COMPUTED_DEPENDENCIES = /\binstall_requires\s*=\s*[^[\s]|^dynamic\s*=\s*\[[^\]]{0,500}["']dependencies["']/m;

function hidesPackages(command: ShellCommand, subject: Subject): boolean {
  const { name } = program(command);
  if (name === undefined) return command.words.length > 0;
  const path = command.words[0]?.value;
  if (OPAQUE.test(name))
    return !subject.packages.some((it) => it.manager === 'conda' && it.instruction === command.instruction);
  if (path?.known && /^\.{0,2}\/.*\.(?:sh|py)$/.test(path.value)) return true;
  if (!installs(command)) return false;
  const isPip =
    /^pip[\d.]*$|^pipx$|^pip-sync$/.test(name) ||
    command.words.some((it) => it.value.known && it.value.value === 'pip');
  if (isPip)
    return (
      command.words.some((it) => !it.value.known) || requirementWords(command).some((word) => !isListed(word, subject))
    );
  return (
    PROJECT_INSTALLS.test(name) &&
    !subject.packages.some((it) => it.listedIn !== undefined && it.instruction === command.instruction)
  );
}

function installs(command: ShellCommand): boolean {
  return command.words.some(
    (it) => it.value.known && /^(?:install|sync|add|localinstall|reinstall)$/.test(it.value.value),
  );
}

function requirementWords(command: ShellCommand): readonly ShellWord[] {
  return command.words.filter((word, at) => {
    const own = word.value.known ? word.value.value : '';
    const before = command.words[at - 1]?.value;
    return (
      (before?.known === true && /^(?:-r|--requirements?)$/.test(before.value)) || /^(?:-r.|--requirements?=)/.test(own)
    );
  });
}

function isListed(word: ShellWord, subject: Subject): boolean {
  const { start } = word.range;
  return subject.packages.some(
    (it) =>
      it.listedIn !== undefined &&
      it.range.start.line === start.line &&
      Math.abs(it.range.start.character - start.character) <= word.raw.length,
  );
}
