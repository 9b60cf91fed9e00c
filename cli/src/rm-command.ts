import { remove } from '../../engine/src/session/by-kind';
import type { Row } from '../../engine/src/session/by-kind';
import { AWS_OPTIONS } from './aws';
import { mayChange, openPlace } from './place';
import type { AwsPlace, LocalPlace } from './place';
import { readOptions } from './read-options';
import type { Options } from './read-options';
import { removeCheckpoints, removeImages } from './rm-kept';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `rm`: deletes jobs that are over, with their logs and artefacts, endpoints, and what was kept for later jobs. */
export async function rmCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['checkpoints', 'images', 'parts', 'yes', ...AWS_OPTIONS]);
  if (options.positionals.length === 0 && !options.flag('checkpoints') && !options.flag('images'))
    throw new UsageError('Name the jobs or endpoints to delete.');
  const place = await openPlace(options, terminal);
  try {
    return place.at === 'here'
      ? await removeHere(place, options, terminal)
      : await removeAtAws(place, options, terminal);
  } finally {
    await place.close();
  }
}

async function removeHere(place: LocalPlace, options: Options, terminal: Terminal): Promise<number> {
  if (options.flag('parts')) throw new UsageError('--parts is for endpoints at AWS: say --profile or --region.');
  const rows: Row[] = [];
  for (const name of options.positionals) rows.push(await place.find(name));
  for (const { kind, name } of rows) await remove(place.sagemaker, kind, name);
  if (options.flag('checkpoints')) await removeCheckpoints(place.local, terminal);
  if (options.flag('images')) await removeImages(place.local, terminal);
  return 0;
}

/** Tells all that goes, asks, and deletes it. */
async function removeAtAws(place: AwsPlace, options: Options, terminal: Terminal): Promise<number> {
  for (const own of ['checkpoints', 'images'] as const) {
    if (options.flag(own)) throw new UsageError(`--${own} is about this machine: leave --profile and --region out.`);
  }
  const all: Deletion[] = [];
  for (const name of options.positionals)
    all.push(...(await deletionsOf(place, await place.find(name), options, terminal)));
  if (!(await mayChange(`Delete ${all.map((it) => it.what).join(', ')}`, place, options, terminal))) return 1;
  for (const it of all) {
    await it.delete();
    terminal.warn(`Deleted: ${it.what}\n`);
  }
  return 0;
}

interface Deletion {
  readonly what: string;
  readonly delete: () => Promise<void>;
}

async function deletionsOf(
  { sagemaker, aws }: AwsPlace,
  { kind, name }: Row,
  options: Options,
  terminal: Terminal,
): Promise<readonly Deletion[]> {
  if (kind === 'transform-job') throw new UsageError(`AWS can't delete transform jobs: ${name} stays.`);
  if (kind !== 'endpoint') return [{ what: `${kind} ${name}`, delete: () => remove(sagemaker, kind, name) }];
  const signal = terminal.interruption();
  const deletions = await aws.deletionsOf(sagemaker, name, options.flag('parts'));
  return deletions.map((it) => ({
    what: `${it.what} ${it.name}`,
    delete: () => aws.deleteAll(sagemaker, [it], () => undefined, signal),
  }));
}
