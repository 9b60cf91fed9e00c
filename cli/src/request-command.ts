import { relative } from 'node:path';
import type { RequestKind } from '../../engine/src/requests/types';
import { askChoice, askText, canAsk } from './ask-choice';
import { loadEngine } from './engine';
import type { Engine } from './engine';
import { oneOf, onlyPositional, readOptions } from './read-options';
import type { Options } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

const OPTIONS = [
  'algorithm',
  'framework',
  'framework-version',
  'processor',
  'source',
  'program',
  'hyperparameter',
  'model',
  'region',
  'account',
] as const;

/** What is written, and for what. */
interface Wanted {
  readonly engine: Engine;
  readonly kind: RequestKind;
  readonly options: Options;
  readonly region: string;
  readonly terminal: Terminal;
}

/** `request`: writes a request for a built-in algorithm, or a script in AWS’s image of a framework; prints its path. */
export async function requestCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, OPTIONS);
  const engine = await loadEngine();
  const kind = oneOf(onlyPositional(options, 'the kind of request'), engine.REQUEST_KINDS, 'request');
  const wanted = { engine, kind, options, region: options.text('region') ?? engine.regionOf(terminal.env), terminal };
  const framework = options.text('framework');
  const path = framework === undefined ? await algorithmRequest(wanted) : scriptRequest(wanted, framework);
  terminal.write(`${relative(terminal.cwd, path)}\n`);
  return 0;
}

async function algorithmRequest({ engine, kind, options, region, terminal }: Wanted): Promise<string> {
  if (kind === 'processing-job') {
    throw new UsageError('No built-in algorithm processes data.', 'Name a framework for your script with --framework.');
  }
  const own = engine.algorithmChoices().filter(({ jumpStartModel }) => jumpStartModel === undefined);
  const given = options.text('algorithm');
  if (given === undefined && !canAsk(terminal)) {
    throw new UsageError(`Say --framework, or --algorithm with one of ${own.map((it) => it.id).join(', ')}.`);
  }
  const id = given ?? (await askChoice('Which algorithm?', own, terminal));
  const hyperparameters =
    kind === 'training-job'
      ? await settings(engine, id, Object.fromEntries(options.pairs('hyperparameter')), terminal)
      : {};
  const place = engine.requestPlace(id, region, options.text('account'));
  const model = options.text('model') ?? engine.newSource('endpoint');
  const written = engine.algorithmRequest(kind, { id, name: id, place, hyperparameters, model });
  return engine.writeWithFolders(terminal.cwd, { stem: id, kind }, written);
}

/** The hyperparameters that were given, with those that are required: asked for, or as they begin. */
async function settings(
  engine: Engine,
  id: string,
  given: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<Readonly<Record<string, string>>> {
  const next = engine.settingsOf(id, given).find(({ name }) => given[name] === undefined);
  if (next === undefined) return given;
  const { name, meaning, value } = next;
  if (canAsk(terminal)) {
    const typed = await askText(`${name}, ${meaning}${value === undefined ? '' : ` [${value}]`}: `, terminal);
    const answer = typed === '' ? value : typed;
    return settings(engine, id, answer === undefined ? given : { ...given, [name]: answer }, terminal);
  }
  if (value === undefined) {
    throw new UsageError(`${id} needs the hyperparameter ${name}: ${meaning}. Say --hyperparameter ${name}=<value>.`);
  }
  return settings(engine, id, { ...given, [name]: value }, terminal);
}

function scriptRequest({ engine, kind, options, region, terminal }: Wanted, framework: string): string {
  oneOf(
    framework,
    engine.scriptFrameworks().map(({ id }) => id),
    '--framework',
  );
  if (options.has('algorithm')) throw new UsageError('--algorithm and --framework exclude each other.');
  const versions = engine.offeredVersions(framework, engine.isInModel(kind) ? 'inference' : 'training', region);
  const [newest] = versions;
  const version = options.text('framework-version') ?? newest?.version;
  if (version === undefined) throw new UsageError(`AWS has no image of ${framework} in ${region}.`);
  const offered = versions.find((it) => it.version === version)?.processors[0] ?? 'cpu';
  const processor = oneOf(options.text('processor') ?? offered, ['cpu', 'gpu'], '--processor');
  const name = `${framework}-script`;
  const source = options.text('source') ?? options.text('model') ?? engine.newSource(kind);
  const program = options.text('program') ?? engine.USUAL_PROGRAMS[kind];
  const place = engine.requestPlace(name, region, options.text('account'));
  const hyperparameters = Object.fromEntries(options.pairs('hyperparameter'));
  const written = engine.scriptRequest(kind, {
    framework,
    version,
    processor,
    name,
    place,
    source,
    program,
    hyperparameters,
  });
  const starter = engine.scriptStarter(kind, source, program, engine.ownTemplates());
  return engine.writeWithFolders(terminal.cwd, { stem: name, kind }, written, starter);
}
