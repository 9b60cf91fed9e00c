import { readFileSync } from 'node:fs';
import process from 'node:process';
import { nearest } from '../../contract/distance';
import { buildCommand } from './build-command';
import { commandHelp } from './command-help';
import { deployCommand } from './deploy-command';
import { describeCommand } from './describe-command';
import { doctorCommand } from './doctor-command';
import { failureOf } from './failure';
import { imagesCommand } from './images-command';
import { importCommand } from './import-command';
import { interruption } from './interruption';
import type { Interruption } from './interruption';
import { invokeCommand } from './invoke-command';
import { processCommand, trainCommand, transformCommand } from './job-command';
import { launchCommand } from './launch-command';
import { lintCommand } from './lint-command';
import { listCommand } from './list-command';
import { logsCommand } from './logs-command';
import { newCommand } from './new-command';
import { planCommand } from './plan-command';
import { pushCommand } from './push-command';
import { requestCommand } from './request-command';
import { rmCommand } from './rm-command';
import { explainCommand, rulesCommand } from './rules-command';
import { saveCommand } from './save-command';
import { serveCommand } from './serve-command';
import { stopCommand } from './stop-command';
import type { Command, Terminal } from './terminal';
import { testCommand } from './test-command';
import { USAGE, UsageError } from './usage';
import manifest from '../../package.json' with { type: 'json' };

const COMMANDS: Readonly<Record<string, Command>> = {
  lint: lintCommand,
  rules: rulesCommand,
  explain: explainCommand,
  new: newCommand,
  request: requestCommand,
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
  images: imagesCommand,
  describe: describeCommand,
  save: saveCommand,
  stop: stopCommand,
  rm: rmCommand,
  doctor: doctorCommand,
  push: pushCommand,
  launch: launchCommand,
  deploy: deployCommand,
};

async function main(args: readonly string[]): Promise<number> {
  const stop = interruption(process);
  const [name] = args;
  try {
    return await run(args, stop);
  } catch (error) {
    return fail(error, name !== undefined && Object.hasOwn(COMMANDS, name) ? name : undefined, stop.happened());
  } finally {
    stop.done();
  }
}

async function run([name, ...rest]: readonly string[], stop: Interruption): Promise<number> {
  // A pipe that is closed (`| head`), a terminal that is gone: what runs is stopped, not left behind by a crash.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', stop.trigger);
  const terminal = terminalOf(stop);
  if (name === '--version') {
    terminal.write(`${manifest.version}\n`);
    return 0;
  }
  if (name === undefined || HELP.includes(name)) {
    terminal.write(name === 'help' && rest[0] !== undefined ? commandHelp(commandOf(rest[0]).name) : USAGE);
    return name === undefined ? 2 : 0;
  }
  const command = commandOf(name);
  // What stands behind `--` is for the container.
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (own.some((word) => word === '--help' || word === '-h')) {
    terminal.write(commandHelp(name));
    return 0;
  }
  return command.act(rest, terminal);
}

const HELP: readonly string[] = ['help', '--help', '-h'];

function commandOf(name: string): { readonly name: string; readonly act: Command } {
  const act = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (act !== undefined) return { name, act };
  const meant = nearest(name, Object.keys(COMMANDS), 2);
  throw new UsageError(`There is no command ${name}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
}

function terminalOf(stop: Interruption): Terminal {
  return {
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
}

/** Says it on standard error; answers the exit code. */
function fail(error: unknown, command: string | undefined, interrupted: boolean): number {
  const { text, exitCode } = failureOf(error, command, interrupted);
  process.stderr.write(text);
  return exitCode;
}

// What fails where nobody waits for it: the process is in a state that nobody knows, so it ends.
process.on('uncaughtException', (error) => {
  process.exit(fail(error, undefined, false));
});

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
