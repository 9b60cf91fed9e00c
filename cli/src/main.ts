import { readFileSync } from 'node:fs';
import process from 'node:process';
import { lintCommand } from './lint-command';
import { explainCommand, rulesCommand } from './rules-command';
import type { Terminal } from './terminal';
import { USAGE, UsageError } from './usage';
import manifest from '../../package.json' with { type: 'json' };

const COMMANDS: Readonly<Record<string, (args: readonly string[], terminal: Terminal) => number>> = {
  lint: lintCommand,
  rules: rulesCommand,
  explain: explainCommand,
};

function main(args: readonly string[]): number {
  const terminal: Terminal = {
    cwd: process.cwd(),
    colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    version: manifest.version,
    today: () => new Date().toISOString().slice(0, 10),
    readInput: () => readFileSync(0, 'utf8'),
    write: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
  };
  const [name, ...rest] = args;
  if (name === '--version') {
    terminal.write(`${manifest.version}\n`);
    return 0;
  }
  if (name === undefined || name === 'help' || args.includes('--help') || args.includes('-h')) {
    terminal.write(USAGE);
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS[name];
  try {
    if (!command) throw new UsageError(`There is no command ${name}.`);
    return command(rest, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.warn(`${error.message}\nSee: sagemaker-containers --help\n`);
    return 2;
  }
}

process.exitCode = main(process.argv.slice(2));
