import type { BaseImage } from '../dockerfile/types';
import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import { knownOr } from '../known';
import { baseName, dirName, isWithin } from './paths';
import type { ImageFile, Lookup } from './types';

/** What the image outside the file holds, as far as its row in the contract tells. */
export interface BaseFiles {
  readonly lookup: (path: string) => Lookup;
  /** Directories of programs that the image surely has. */
  readonly programDirectories: ReadonlySet<string>;
  /** Where its own programs most likely lie: it has them in one directory of PATH, and the row doesn't say in which. */
  readonly programHome: string;
}

/** Provenance of what the image outside the file brings. */
export const BASE_IMAGE = 'base image';

const PROGRAM_DIRECTORIES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** Beside the programs: made by every distribution. */
const SYSTEM_DIRECTORIES = [
  '/',
  '/usr',
  '/usr/local',
  '/usr/local/lib',
  '/usr/lib',
  '/usr/share',
  '/usr/src',
  '/etc',
  '/opt',
  '/var',
  '/var/lib',
  '/var/log',
  '/tmp',
  '/home',
  '/root',
  '/mnt',
  '/srv',
  '/run',
  '/lib',
];
/** Below these an image holds more than its row tells. */
const FULL = /^\/(?:bin|boot|dev|etc|home|lib\w*|media|mnt|proc|root|run|sbin|sys|tmp|var|usr)(?:\/|$)/;
/** Kinds of images that hold nothing of their own outside the system's directories. */
const PLAIN: ReadonlySet<string> = new Set(['os', 'language', 'cuda', 'conda', 'distroless']);

/** `installs`: a package manager runs in the build, so a program that the base lacks may be there all the same. */
export function baseFiles(base: BaseImage, installs: boolean): BaseFiles {
  const { row } = base;
  const image = knownOr(base.reference, undefined);
  const isEmpty = row?.kind === 'scratch' || image === 'scratch';
  const why =
    image === undefined ? 'the base image is not known' : `what the base image \`${image}\` holds is not known`;
  const unknown: Lookup = { state: 'unknown', why };
  const programDirectories = new Set(isEmpty ? [] : [...PROGRAM_DIRECTORIES, ...(row?.path ?? [])]);
  const lookup = (path: string): Lookup => {
    if (isEmpty) return path === '/' ? present(path, 'directory') : { state: 'absent' };
    if (SYSTEM_DIRECTORIES.includes(path) || programDirectories.has(path)) return present(path, 'directory');
    if (!row) return unknown;
    const name = baseName(path);
    if (programDirectories.has(dirName(path))) return lookupProgram(row, path, name, installs) ?? unknown;
    if (!PLAIN.has(row.kind))
      return name === TRAIN_WORD || name === SERVE_WORD ? (lookupWord(row, name) ?? unknown) : unknown;
    return isFull(path, row) ? unknown : { state: 'absent' };
  };
  const conda = row?.path.find((directory) => /conda|mamba/.test(directory));
  return { lookup, programDirectories, programHome: conda ?? (row?.kind === 'os' ? '/usr/bin' : '/usr/local/bin') };
}

type Row = NonNullable<BaseImage['row']>;

function lookupProgram(row: Row, path: string, name: string, installs: boolean): Lookup | undefined {
  if (row.has.includes(name)) return present(path, 'file');
  if (name === TRAIN_WORD || name === SERVE_WORD) return lookupWord(row, name);
  return row.lacks.includes(name) && !installs ? { state: 'absent' } : undefined;
}

/** Undefined: the image answers to the word in a way that its row doesn't tell. */
function lookupWord(row: Row, word: 'train' | 'serve'): Lookup | undefined {
  return row[word] === 'answers' ? undefined : { state: 'absent' };
}

function isFull(path: string, row: Row): boolean {
  if (/^\/usr\/src\/./.test(path)) return false;
  if (FULL.test(path) || /^\/opt\/(?:nvidia|intel|amazon)(?:\/|$)/.test(path)) return true;
  if (row.workdir !== '/' && isWithin(path, row.workdir)) return true;
  return row.path.some((directory) => isWithin(path, dirName(directory)) && dirName(directory) !== '/');
}

function present(path: string, type: ImageFile['type']): Lookup {
  const file: ImageFile = {
    path,
    type,
    executable: 'yes',
    source: undefined,
    text: undefined,
    instruction: undefined,
    range: undefined,
    lineEndsRepaired: false,
    provenance: BASE_IMAGE,
    linkTo: undefined,
  };
  return { state: 'present', file };
}
