import { readFileSync } from 'node:fs';
import { UserError } from '../user-error';

/** Lines `NAME=value`, as docker's own env files have them; a name alone is taken from the environment. */
export function readEnvFile(path: string): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(
      `The env file ${path} can’t be read: ${error instanceof Error ? error.message : String(error)}.`,
      'Make it, or correct `envFile` in the overlay.',
    );
  }
  const rows = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return Object.fromEntries(
    rows.flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      const name = (at < 0 ? line : line.slice(0, at)).trim();
      const value = at < 0 ? process.env[name] : line.slice(at + 1);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
