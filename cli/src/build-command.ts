import { dirname, resolve } from 'node:path';
import { HOST_PLATFORM } from '../../contract/architecture';
import { BUILDERS } from '../../engine/src/docker/build/builders';
import type { Builder } from '../../engine/src/docker/build/builders';
import { loadEngine } from './engine';
import { buildReporter, progressOn } from './progress';
import { onlyPositional, readOptions } from './read-options';
import { nameOfSubject, subjectOf } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `build`: builds an image for SageMaker's hosts; prints its id. */
export async function buildCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, [
    'tag',
    'target',
    'build-arg',
    'platform',
    'no-cache',
    'builder',
    'secret',
    'context',
    'file',
  ]);
  const subject = subjectOf(onlyPositional(options, 'one Dockerfile, or a folder that has one'), terminal.cwd);
  if (subject.kind !== 'dockerfile') throw new UsageError('build takes a Dockerfile, or a folder that has one.');
  const signal = terminal.interruption();
  const file = options.text('file');
  const dockerfile = file === undefined ? subject.dockerfile : resolve(terminal.cwd, file);
  const context = options.text('context');
  const engine = await loadEngine();
  const docker = await engine.connectEngine(signal);
  const progress = progressOn(terminal);
  try {
    const tag = options.text('tag') ?? `${nameOfSubject(subject).toLowerCase()}:latest`;
    const { imageId } = await engine.buildImage(
      docker.socket,
      {
        contextDir: context === undefined ? dirname(subject.dockerfile) : resolve(terminal.cwd, context),
        dockerfile,
        tag,
        target: options.text('target'),
        buildArguments: Object.fromEntries(options.pairs('build-arg')),
        secrets: Object.fromEntries(options.list('secret').map((text) => readSecret(text, terminal))),
        platform: options.text('platform') ?? HOST_PLATFORM.value,
        noCache: options.flag('no-cache'),
        builder: readBuilder(options.text('builder')),
        auth: engine.buildCredentials(signal),
      },
      { signal, onEvent: buildReporter(progress) },
    );
    progress.line(`Built ${tag}.`);
    terminal.write(`${imageId}\n`);
    return 0;
  } finally {
    progress.end();
    docker.close();
  }
}

function readBuilder(text: string | undefined): Builder | undefined {
  if (text === undefined) return undefined;
  const found = BUILDERS.find((one) => one === text);
  if (found === undefined) throw new UsageError(`--builder takes ${BUILDERS.join(', ')}; “${text}” is none of them.`);
  return found;
}

/** `id=token,src=path` or `id=token,env=NAME`, as docker has it; `token=path` in short. */
function readSecret(text: string, { cwd, env }: Terminal): [string, { file: string } | { value: string }] {
  const members = new Map(
    text.split(',').map((part): [string, string] => {
      const at = part.indexOf('=');
      return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
  const id = members.get('id');
  const file = members.get('src') ?? members.get('source');
  const variable = members.get('env');
  if (id !== undefined && file !== undefined) return [id, { file: resolve(cwd, file) }];
  const value = variable === undefined ? undefined : env[variable];
  if (id !== undefined && value !== undefined) return [id, { value }];
  if (id !== undefined && variable !== undefined) throw new UsageError(`The variable ${variable} is not set.`);
  const [[name, path] = ['', '']] = members;
  if (id !== undefined || members.size !== 1 || name === '' || path === '') {
    throw new UsageError('--secret takes id=<name>,src=<file> or id=<name>,env=<variable>.');
  }
  return [name, { file: resolve(cwd, path) }];
}
