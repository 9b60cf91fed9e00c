import type { PythonCall } from './python-context';
import type { PythonNode } from './python-nodes';
import { keyword } from './python-nodes';

/** What is known of the options a program takes (argparse, click), by the name the program reads them under. */
export interface PythonOptions {
  /** Their defaults; undefined: none, or more than one. */
  readonly defaults: ReadonlyMap<string, PythonNode | undefined>;
  /** What the command line says for them, the last one counts; undefined when the command line is not known. */
  readonly given: ReadonlyMap<string, string> | undefined;
}

/** `args`: the whole command line behind the program's name, when it is known. */
export function readOptions(calls: readonly PythonCall[], args: readonly string[] | undefined): PythonOptions {
  const defaults = new Map<string, PythonNode | undefined>();
  const given = args && new Map<string, string>();
  for (const call of calls) {
    const last = call.callee.kind === 'attribute' || call.callee.kind === 'name' ? call.callee.name : '';
    if (last !== 'add_argument' && call.name !== 'click.option') continue;
    const flags = flagsOf(call);
    const name = nameOf(call, flags);
    if (!name) continue;
    defaults.set(name, defaults.has(name) ? undefined : keyword(call.args, 'default'));
    const value = args && lastValue(args, flags);
    if (value !== undefined) given?.set(name, value);
  }
  return { defaults, given };
}

function flagsOf(call: PythonCall): readonly string[] {
  return call.args.flatMap((it) =>
    it.name === undefined && it.value.kind === 'string' && typeof it.value.parts[0] === 'string'
      ? [it.value.parts[0]]
      : [],
  );
}

function nameOf(call: PythonCall, flags: readonly string[]): string | undefined {
  const dest = keyword(call.args, 'dest');
  if (dest?.kind === 'string' && typeof dest.parts[0] === 'string') return dest.parts[0];
  const long = flags.find((it) => it.startsWith('--')) ?? flags[0];
  return long?.replace(/^-+/, '').replaceAll('-', '_');
}

/** `--port 8000`, `--port=8000`, `-p 8000`. */
function lastValue(args: readonly string[], flags: readonly string[]): string | undefined {
  let value: string | undefined;
  for (const [i, argument] of args.entries()) {
    const flag = flags.find((it) => it.startsWith('-') && (argument === it || argument.startsWith(`${it}=`)));
    if (flag !== undefined) value = argument === flag ? args[i + 1] : argument.slice(flag.length + 1);
  }
  return value;
}
