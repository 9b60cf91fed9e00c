import type { Tag } from '@aws-sdk/client-sagemaker';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Row } from '../../engine/src/session/by-kind';
import { arnIn, describe } from '../../engine/src/session/by-kind';
import { sizeText } from '../../engine/src/session/size-text';
import { AWS_OPTIONS } from './aws';
import { loadEngine } from './engine';
import { openPlace } from './place';
import type { Place } from './place';
import { progressOn } from './progress';
import { onlyPositional, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';
import { isUserError } from './user-error';

/**
 * `save`: writes the request that makes a job or endpoint again, and beside it the beginning of an overlay where none is, so
 * that it runs on this machine; prints their paths.
 */
export async function saveCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['to', 'replace', 'download', ...AWS_OPTIONS]);
  const name = onlyPositional(options, 'one job or endpoint');
  const engine = await loadEngine();
  const place = await openPlace(options, terminal);
  try {
    const row = await place.find(name);
    const file = fileFor(options.text('to'), row, terminal.cwd);
    if (existsSync(file) && !options.flag('replace')) {
      throw new UsageError(`${file} is there already: name another with --to, or write over it with --replace.`);
    }
    const description = await engine.describeAll(place.sagemaker, row.kind, row.name);
    const saved = engine.savedRequest(description, await tagsOf(place, row, terminal));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, saved.document);
    terminal.write(`${file}\n`);
    const beside = engine.overlayPathOf(file);
    if (saved.overlay !== undefined && !existsSync(beside)) {
      await writeFile(beside, saved.overlay);
      terminal.write(`${beside}\n`);
    }
    if (options.flag('download')) await downloadInto(beside, place, terminal);
    return 0;
  } finally {
    await place.close();
  }
}

/** Fetches the data for which an overlay has folders. */
async function downloadInto(overlay: string, place: Place, terminal: Terminal): Promise<void> {
  if (place.at === 'here') throw new UsageError('--download takes data from S3: say --profile or --region.');
  const { aws, connection } = place;
  const { parseOverlay } = await loadEngine();
  const signal = terminal.interruption();
  const places = existsSync(overlay) ? Object.entries(parseOverlay(await readFile(overlay, 'utf8')).overlay.s3) : [];
  const progress = progressOn(terminal);
  for (const [uri, to] of places) {
    const files = await aws.filesToDownload(connection, uri, resolve(dirname(overlay), to), signal);
    await aws.download(
      connection,
      files,
      ({ filesDone, current, total }) => {
        progress.passing(`${filesDone} of ${files.length} files, ${sizeText(current)} of ${sizeText(total)}`);
      },
      signal,
    );
    progress.line(`Downloaded ${files.length} files from ${uri} to ${to}.`);
  }
}

/** `--to` may be a folder. */
function fileFor(to: string | undefined, { kind, name }: Row, cwd: string): string {
  const own = `${name}.${kind}.json`;
  if (to === undefined) return resolve(cwd, own);
  const path = resolve(cwd, to);
  const isFolder = to.endsWith('/') || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(path, own) : path;
}

/** Describe does not tell tags; who may not list them saves without. */
async function tagsOf(place: Place, { kind, name }: Row, terminal: Terminal): Promise<readonly Tag[]> {
  if (place.at === 'here') return [];
  const arn = arnIn(kind, await describe(place.sagemaker, kind, name));
  if (arn === undefined) return [];
  try {
    return await place.aws.tagsOf(place.connection, arn, terminal.interruption());
  } catch (error) {
    if (!isUserError(error) || error.name !== 'AccessDenied') throw error;
    terminal.warn(`${error.message} So the request has no tags.\n`);
    return [];
  }
}
