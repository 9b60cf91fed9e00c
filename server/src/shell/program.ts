import { memoLast } from '../lazy';
import { baseName } from './paths';
import type { ShellCommand, ShellWord } from './types';

export interface Program {
  /** Name without its directory; undefined when there is none or it isn't known. */
  readonly name: string | undefined;
  /** The word that names it. */
  readonly word: ShellWord | undefined;
  readonly args: readonly ShellWord[];
}

/** Options that take a value, by wrapper. Subcommands in front of the wrapped command stand in `RUNNERS`. */
const WRAPPERS: Readonly<
  Record<string, { readonly valued: RegExp; readonly operands?: number; readonly assigns?: boolean }>
> = {
  sudo: { valued: /^-[ugpCDhrtTU]$|^--(?:user|group|prompt|chdir|host|role|type)$/, assigns: true },
  doas: { valued: /^-[uC]$/ },
  env: { valued: /^-[uC]$|^--(?:unset|chdir)$/, assigns: true },
  exec: { valued: /^-a$/ },
  nohup: { valued: /^$/ },
  time: { valued: /^-[of]$/ },
  command: { valued: /^$/ },
  builtin: { valued: /^$/ },
  nice: { valued: /^-n$|^--adjustment$/ },
  ionice: { valued: /^-[cnp]$/ },
  timeout: { valued: /^-[ks]$|^--(?:kill-after|signal)$/, operands: 1 },
  stdbuf: { valued: /^-[ioe]$/ },
  gosu: { valued: /^$/, operands: 1 },
  'su-exec': { valued: /^$/, operands: 1 },
  'xvfb-run': { valued: /^-[enfspw]$/ },
  tini: { valued: /^-[ep]$/ },
  'dumb-init': { valued: /^-r$|^--rewrite$/ },
  catchsegv: { valued: /^$/ },
  linux32: { valued: /^$/ },
  linux64: { valued: /^$/ },
  setarch: { valued: /^$/, operands: 1 },
};

const RUNNERS: Readonly<Record<string, RegExp>> = {
  conda: /^(?:-n|-p|--name|--prefix|--cwd)$/,
  mamba: /^(?:-n|-p|--name|--prefix|--cwd)$/,
  micromamba: /^(?:-n|-p|-r|--name|--prefix|--root-prefix|--cwd|-e|--env)$/,
  poetry: /^(?:-C|--directory|-P|--project)$/,
  pipenv: /^(?:--python|--pypi-mirror)$/,
  pdm: /^(?:-p|--project)$/,
  hatch: /^(?:-e|--env|-p|--project)$/,
  rye: /^$/,
  pixi: /^(?:-e|--environment|--manifest-path)$/,
  uv: /^(?:--with|--with-editable|--with-requirements|--python|-p|--project|--directory|--extra|--group|--package|--env-file|--index|--default-index|--index-url|-i|--extra-index-url|--find-links|-f|--no-extra|--no-group|--only-group|--cache-dir|--refresh-package|--resolution|--prerelease|--link-mode)$/,
};

/** The program a command really runs, past `sudo`, `env X=y`, `exec`, `conda run -n x`, `poetry run`, `uv run` and such. */
export function program(command: ShellCommand): Program {
  return programOf(command.words);
}

/** As {@link program}, of bare words. Several readers of a command ask one after the other. */
export const programOf = memoLast(findProgram);

function findProgram(words: readonly ShellWord[]): Program {
  let rest = words;
  for (let turn = 0; turn < 20; turn += 1) {
    const [word, ...args] = rest;
    const name = nameOf(word);
    const inner = name === undefined ? undefined : unwrap(name, args);
    if (inner === undefined) {
      return { name, word, args };
    }
    rest = inner;
  }
  return { name: undefined, word: undefined, args: [] };
}

/** The last part of a path is often plain where the directory isn't known: `$CONDA_DIR/bin/pip`. */
function nameOf(word: ShellWord | undefined): string | undefined {
  if (word?.value.known === true) {
    return baseName(word.value.value) || word.value.value;
  }
  return /^["']?(?:\$\{?\w{1,100}\}?|~)(?:\/[\w.+-]{1,100}){0,20}\/([A-Za-z0-9][\w.+-]{0,100})["']?$/.exec(
    word?.raw ?? '',
  )?.[1];
}

function unwrap(name: string, args: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (wrapper !== undefined) {
    const from = afterOptions(args, 0, wrapper.valued, wrapper.assigns === true) + (wrapper.operands ?? 0);
    return from < args.length && !isQuery(name, args) ? args.slice(from) : undefined;
  }
  const runner = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
  if (runner === undefined) {
    return undefined;
  }
  const at = afterOptions(args, 0, runner, false);
  if (text(args[at]) !== 'run') {
    return undefined;
  }
  const from = afterOptions(args, at + 1, runner, false);
  return from < args.length ? args.slice(from) : undefined;
}

/** `command -v x` and `sudo -v` run nothing. */
function isQuery(name: string, args: readonly ShellWord[]): boolean {
  return name === 'command' && /^-[vV]/.test(text(args[0]) ?? '');
}

function afterOptions(args: readonly ShellWord[], from: number, valued: RegExp, assigns: boolean): number {
  let at = from;
  for (; at < args.length; at += 1) {
    const value = text(args[at]);
    if (value === '--') {
      return at + 1;
    }
    if (value !== undefined && valued.test(value)) {
      at += 1;
    } else if (!(value?.startsWith('-') === true || (assigns && value !== undefined && /^[A-Za-z_]\w*=/.test(value)))) {
      // An assignment whose value isn't known still is one.
      const unknownAssignment =
        assigns && value === undefined && /^["']?[A-Za-z_]\w*=/.test(args[at]?.raw.slice(0, 200) ?? '');
      if (!unknownAssignment) {
        return at;
      }
    }
  }
  return at;
}

function text(word: ShellWord | undefined): string | undefined {
  return word?.value.known === true ? word.value.value : undefined;
}
