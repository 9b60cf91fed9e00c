import type { ServerSetting, ServerStart } from './types';

/** What an option says. `bind` is an address with a port, `milliseconds` a timeout in them. */
export type OptionMeaning = ServerSetting | 'bind' | 'socket' | 'milliseconds';

/** How one server program reads its command line. */
export interface ServerProgram {
  readonly program: ServerStart['program'];
  /** Options by what they say; several spellings per meaning. */
  readonly options: Partial<Record<OptionMeaning, readonly string[]>>;
  /** Options without a value. */
  readonly switches: readonly string[];
  /** The first positional is the app (`module:app`). */
  readonly app: boolean;
  /** How many positionals it takes; one more ends it with an error. Infinity: it ignores or passes on the rest. */
  readonly positionals: number;
  /** Environment variables that stand in for options that are not given. */
  readonly environment: Partial<Record<OptionMeaning, readonly string[]>>;
}

type Facts = Partial<Omit<ServerProgram, 'program' | 'options'>>;

/** A program with the usual facts: no app, any number of positionals. */
export function define(
  program: ServerStart['program'],
  options: ServerProgram['options'],
  facts: Facts = {},
): ServerProgram {
  return { program, options, switches: [], app: false, positionals: Infinity, environment: {}, ...facts };
}

/** The usual two options. */
export const HOST_AND_PORT = { host: ['--host'], port: ['--port'] };
