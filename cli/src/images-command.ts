import type { EcrImageRow, RepositoryRow } from '../../engine/src/aws/ecr-list';
import type { NamedImage } from '../../engine/src/local/named-images';
import { readAhead } from '../../engine/src/session/read-ahead';
import { sizeText } from '../../engine/src/session/size-text';
import { AWS_OPTIONS, connect, loadAws, namesAws } from './aws';
import { loadEngine } from './engine';
import { limitOf } from './list-command';
import { oneOf, readOptions } from './read-options';
import type { Options } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** Unless more are wanted. */
const LIMIT = 100;

/** What is printed: the rows themselves as JSON, or a line for each. */
interface Listing<R> {
  readonly rows: readonly R[];
  readonly cells: (row: R) => readonly string[];
  /** Said when there are none. */
  readonly none: string;
  /** Said when there are more. */
  readonly more: string | undefined;
}

/** `images`: images of this machine that people named; at AWS the repositories of ECR, or the images of one. */
export async function imagesCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['format', 'limit', ...AWS_OPTIONS]);
  const format = oneOf(options.text('format') ?? 'text', ['text', 'json'], '--format');
  const limit = limitOf(options.text('limit')) ?? LIMIT;
  const [repository, ...others] = options.positionals;
  if (others.length > 0 || repository?.includes(':') === true) {
    throw new UsageError('images takes one name, of a repository of ECR, without a tag.');
  }
  const write = <R>({ rows, cells, none, more }: Listing<R>): number => {
    if (format === 'json') terminal.write(`${JSON.stringify(rows, null, 2)}\n`);
    else for (const line of inColumns(rows.map(cells))) terminal.write(`${line}\n`);
    if (format === 'text' && rows.length === 0) terminal.warn(`${none}\n`);
    if (more !== undefined) terminal.warn(`${more}\n`);
    return 0;
  };
  if (namesAws(options)) {
    return repository === undefined
      ? write(await repositories(options, limit, terminal))
      : write(await imagesOf(repository, options, limit, terminal));
  }
  if (repository !== undefined) {
    throw new UsageError('A name is that of a repository of ECR: say --profile or --region.');
  }
  return write(await here(limit, terminal));
}

async function here(limit: number, terminal: Terminal): Promise<Listing<NamedImage>> {
  const signal = terminal.interruption();
  const { connectEngine, listNamed } = await loadEngine();
  const docker = await connectEngine(signal);
  try {
    const { images, more } = await listNamed(docker, limit, signal);
    return {
      rows: images,
      cells: ({ tag, time, size, architecture = '', dockerfile = '' }) => [
        tag,
        timeText(time),
        sizeText(size),
        architecture,
        dockerfile,
      ],
      none: 'The engine has no image with a name: `build` makes one.',
      more: more ? newest(limit) : undefined,
    };
  } finally {
    docker.close();
  }
}

async function repositories(options: Options, limit: number, terminal: Terminal): Promise<Listing<RepositoryRow>> {
  const signal = terminal.interruption();
  const aws = await loadAws();
  const connection = await connect(aws, options, terminal);
  try {
    const ask = (token: string | undefined) => aws.repositoryPage(connection, token, signal);
    const { rows, next } = await readAhead(ask, limit, signal);
    return {
      rows: [...rows].sort(aws.byName).slice(0, limit),
      cells: ({ uri, created, immutable }) => [uri, timeText(created), immutable ? 'immutable tags' : ''],
      none: 'There are no repositories in that account and region: `push` creates one.',
      more: next !== undefined || rows.length > limit ? `There are more than ${limit}; --limit shows more.` : undefined,
    };
  } finally {
    connection.close();
  }
}

async function imagesOf(
  name: string,
  options: Options,
  limit: number,
  terminal: Terminal,
): Promise<Listing<EcrImageRow>> {
  const signal = terminal.interruption();
  const aws = await loadAws();
  const connection = await connect(aws, options, terminal);
  try {
    const { account } = await connection.identity(signal);
    const target = aws.pushTarget(name, { account, region: connection.name.region });
    const repository = { name: target.repository, uri: target.uri.replace(/:[^:/]*$/, ''), account: target.account };
    const ask = (token: string | undefined) => aws.imagePage(connection, repository, token, signal);
    const { rows, next } = await readAhead(ask, Math.max(limit, aws.IMAGES_READ_AHEAD), signal);
    return {
      rows: [...rows].sort(aws.newestPushFirst).slice(0, limit),
      cells: ({ tags, digest, pushed, size, format, scan }) => [
        tags.length === 0 ? digest : tags.join(','),
        timeText(pushed),
        size === undefined ? '' : sizeText(size),
        format.refusal === undefined ? format.name : `${format.name} (SageMaker refuses it for models)`,
        scanText(scan),
      ],
      none: `The repository ${name} has no images.`,
      more: next !== undefined || rows.length > limit ? newest(limit) : undefined,
    };
  } finally {
    connection.close();
  }
}

function newest(limit: number): string {
  return `These are the newest ${limit}; --limit shows more.`;
}

/** UTC, to the second. */
function timeText(time: Date | undefined): string {
  return time?.toISOString().slice(0, 19).replace('T', ' ') ?? '';
}

function scanText(counts: EcrImageRow['scan']): string {
  return Object.entries(counts ?? {})
    .map(([severity, count]) => `${count} ${severity.toLowerCase()}`)
    .join(', ');
}

function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number): number => Math.max(0, ...rows.map((cells) => cells[column]?.length ?? 0));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
