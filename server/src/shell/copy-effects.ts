import { unknown } from '../known';
import type { FileChange } from './file-effect';
import { at, directoryOf, modeExecutable } from './mode-effects';
import type { Arguments } from './options';
import { hasOption, optionValue, splitArguments, textOf } from './options';
import { directoryName, resolvePath } from './paths';
import type { ShellCommand, ShellWord } from './types';

/** cp, mv, ln, install, rsync, tee; undefined for other programs. */
export function copyEffects(
  command: ShellCommand,
  name: string | undefined,
  args: readonly ShellWord[],
): readonly FileChange[] | undefined {
  switch (name ?? '') {
    case 'cp':
    case 'mv':
      return transfer(
        command,
        name === 'cp' ? 'copy' : 'move',
        splitArguments(args, /^-[tS]$|^--(?:target-directory|suffix)$/),
      );
    case 'install':
      return install(command, splitArguments(args, /^-[mogtS]$|^--(?:mode|owner|group|target-directory|suffix)$/));
    case 'ln':
      return links(command, splitArguments(args, /^-[tS]$|^--(?:target-directory|suffix)$/));
    case 'rsync':
      return rsync(command, splitArguments(args, /^-[ef]$|^--(?:exclude|include|filter|rsh|chown|chmod|files-from)$/));
    case 'tee': {
      const parsed = splitArguments(args, /^$/);
      const append = hasOption(parsed, /^-[a-z]*a|^--append$/);
      return parsed.operands.map((word) => ({
        kind: 'write',
        path: at(command, word),
        text: command.stdin,
        append,
        executable: undefined,
      }));
    }
    case 'update-alternatives':
    case 'alternatives':
      return alternatives(command, args);
    default:
      return undefined;
  }
}

interface Transfer {
  readonly sources: readonly ShellWord[];
  readonly target: ShellWord;
  readonly intoDirectory: boolean;
}

function sides(parsed: Arguments): Transfer | undefined {
  const directory = optionValue(parsed, /^(?:-t|--target-directory)$/);
  const target = directory ?? parsed.operands.at(-1);
  const sources = directory === undefined ? parsed.operands.slice(0, -1) : parsed.operands;
  if (target === undefined || sources.length === 0) {
    return undefined;
  }
  const slash = /(?:^|\/)\.{0,2}$/.test(textOf(target) ?? 'x');
  const plain = hasOption(parsed, /^-[a-zA-Z]*T|^--no-target-directory$/);
  return { sources, target, intoDirectory: !plain && (directory !== undefined || slash || sources.length > 1) };
}

function transfer(command: ShellCommand, kind: 'copy' | 'move', parsed: Arguments): readonly FileChange[] {
  const recursive = kind === 'move' || hasOption(parsed, /^-[a-zA-Z]*[rRa]|^--(?:recursive|archive)$/);
  return transfers(command, kind, sides(parsed), recursive, undefined);
}

function transfers(
  command: ShellCommand,
  kind: 'copy' | 'move',
  found: Transfer | undefined,
  recursive: boolean,
  executable: boolean | undefined,
): readonly FileChange[] {
  if (found === undefined) {
    return [];
  }
  const to = found.target.glob ? unknown('its name is given by a pattern') : at(command, found.target);
  return found.sources.map((word): FileChange => {
    const text = textOf(word);
    // `cp -r dir/. /opt/x` copies what is in the directory.
    const contents = text !== undefined && /\/\.$/.test(text) && recursive;
    const from = contents ? resolvePath(command.cwd, { known: true, value: `${text}/*` }) : at(command, word);
    const { intoDirectory } = found;
    return {
      kind,
      from,
      to,
      glob: word.glob || contents,
      recursive,
      intoDirectory: intoDirectory || contents,
      executable,
    };
  });
}

function install(command: ShellCommand, parsed: Arguments): readonly FileChange[] {
  const mode = textOf(optionValue(parsed, /^(?:-m|--mode)$/));
  if (hasOption(parsed, /^-[a-zA-Z]*d|^--directory$/)) {
    return parsed.operands.map((word) => ({ kind: 'mkdir', path: at(command, word) }));
  }
  // Without -m, install makes programs: rwxr-xr-x.
  return transfers(command, 'copy', sides(parsed), false, mode === undefined ? true : modeExecutable(mode));
}

function links(command: ShellCommand, parsed: Arguments): readonly FileChange[] {
  const [only] = parsed.operands;
  const single = parsed.operands.length === 1 && optionValue(parsed, /^(?:-t|--target-directory)$/) === undefined;
  const here = { value: { known: true, value: '.' }, raw: '.', glob: false } as const;
  const found =
    single && only !== undefined
      ? { sources: [only], target: { ...only, ...here }, intoDirectory: true }
      : sides(parsed);
  if (found === undefined) {
    return [];
  }
  const symbolic = hasOption(parsed, /^-[a-zA-Z]*s|^--symbolic$/);
  const to = at(command, found.target);
  return found.sources.map((word): FileChange => {
    // A symbolic link's target is relative to where the link lies.
    const folder = !to.known || found.intoDirectory ? to : { known: true as const, value: directoryName(to.value) };
    const from = symbolic ? resolvePath(folder, word.value) : at(command, word);
    return {
      kind: 'link',
      from,
      to,
      glob: word.glob,
      recursive: true,
      intoDirectory: found.intoDirectory,
      executable: undefined,
    };
  });
}

function rsync(command: ShellCommand, parsed: Arguments): readonly FileChange[] {
  const found = sides(parsed);
  return found === undefined
    ? []
    : [{ kind: 'opaque', where: directoryOf(command, found.target), why: '`rsync` fills it', project: undefined }];
}

/** `update-alternatives --install /usr/bin/python python /usr/bin/python3.9 1` makes a link. */
function alternatives(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const start = args.findIndex((word) => textOf(word) === '--install');
  const link = args[start + 1];
  const path = args[start + 3];
  return start < 0 || link === undefined || path === undefined
    ? []
    : [
        {
          kind: 'link',
          from: at(command, path),
          to: at(command, link),
          glob: false,
          recursive: false,
          intoDirectory: false,
          executable: undefined,
        },
      ];
}
