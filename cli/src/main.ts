import { readFileSync } from 'node:fs';
import process from 'node:process';
import { buildCommand } from './build-command';
import { deployCommand } from './deploy-command';
import { describeCommand } from './describe-command';
import { doctorCommand } from './doctor-command';
import { importCommand } from './import-command';
import { interruption } from './interruption';
import { invokeCommand } from './invoke-command';
import { processCommand, trainCommand, transformCommand } from './job-command';
import { launchCommand } from './launch-command';
import { lintCommand } from './lint-command';
import { listCommand } from './list-command';
import { logsCommand } from './logs-command';
import { newCommand } from './new-command';
import { planCommand } from './plan-command';
import { pushCommand } from './push-command';
import { rmCommand } from './rm-command';
import { explainCommand, rulesCommand } from './rules-command';
import { saveCommand } from './save-command';
import { serveCommand } from './serve-command';
import { stopCommand } from './stop-command';
import type { Command, Terminal } from './terminal';
import { testCommand } from './test-command';
import { USAGE, UsageError } from './usage';
import { isUserError } from './user-error';
import manifest from '../../package.json' with { type: 'json' };

const COMMANDS: Readonly<Record<string, Command>> = {
  lint: lintCommand,
  rules: rulesCommand,
  explain: explainCommand,
  new: newCommand,
  import: importCommand,
  plan: planCommand,
  build: buildCommand,
  train: trainCommand,
  process: processCommand,
  transform: transformCommand,
  serve: serveCommand,
  invoke: invokeCommand,
  test: testCommand,
  logs: logsCommand,
  list: listCommand,
  describe: describeCommand,
  save: saveCommand,
  stop: stopCommand,
  rm: rmCommand,
  doctor: doctorCommand,
  push: pushCommand,
  launch: launchCommand,
  deploy: deployCommand,
};

/** As a shell says it of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

const NAME_TAKEN = 'Give it another one with --name, or delete what has it with --replace.';

async function main(args: readonly string[]): Promise<number> {
  const stop = interruption(process);
  // A pipe that is closed (`| head`), a terminal that is gone: what runs is stopped, not left behind by a crash.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', stop.trigger);
  const terminal: Terminal = {
    cwd: process.cwd(),
    colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    interactive: process.stderr.isTTY,
    version: manifest.version,
    env: process.env,
    today: () => new Date().toISOString().slice(0, 10),
    readInput: () => readFileSync(0, 'utf8'),
    readInputBytes: () => readFileSync(0),
    write: (text) => process.stdout.write(text),
    writeBytes: (bytes) => process.stdout.write(bytes),
    warn: (text) => process.stderr.write(text),
    interruption: stop.signal,
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
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (!command) throw new UsageError(`There is no command ${name}.`);
    return await command(rest, terminal);
  } catch (error) {
    return failed(error, terminal, stop.happened());
  } finally {
    stop.done();
  }
}

function failed(error: unknown, terminal: Terminal, interrupted: boolean): number {
  if (error instanceof UsageError) {
    terminal.warn(`${error.message}\nSee: sagemaker-containers --help\n`);
    return 2;
  }
  if (interrupted) return INTERRUPTED;
  if (!isUserError(error)) throw error;
  const remedy = error.name === 'ResourceInUse' ? NAME_TAKEN : error.remedy;
  terminal.warn(`${error.message}\n${remedy}\n${error.docs === undefined ? '' : `See: ${error.docs}\n`}`);
  return 1;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
