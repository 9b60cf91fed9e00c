import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ModelError } from '../../engine/src/named-errors';
import type { Invocation, SageMaker } from '../../engine/src/sagemaker';
import { AWS_OPTIONS, namesAws } from './aws';
import { askBothWays } from './invoke-bidirectional';
import { openPlace } from './place';
import type { Place } from './place';
import { readGivenFile, unreadable } from './read-file';
import { programName } from './program';
import { onlyPositional, readOptions } from './read-options';
import type { OptionName, Options } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.jsonl': 'application/jsonlines',
  '.txt': 'text/plain',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.npy': 'application/x-npy',
  '.libsvm': 'text/x-libsvm',
  '.parquet': 'application/x-parquet',
};

const TARGETS = ['target-variant', 'target-model', 'target-container'] as const satisfies readonly OptionName[];
const ABOUT = ['accept', 'content-type', 'custom-attributes', 'inference-id'] as const satisfies readonly OptionName[];

/** `invoke`: sends a body to an endpoint of this machine or at AWS, and writes the answer as it is. */
export async function invokeCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['data', 'stream', 'async', 'bidirectional', ...ABOUT, ...TARGETS, ...AWS_OPTIONS]);
  const name = onlyPositional(options, 'one endpoint');
  const signal = terminal.interruption();
  const act = actFor(name, options, terminal);
  const place = await openPlace(options, terminal);
  try {
    await act(place, signal);
    return 0;
  } catch (error) {
    if (!isOfTheModel(error)) throw error;
    // The container's answer, as AWS hands it on: no bug of ours.
    terminal.warn(`${error.name}: ${error.message}\n${detailsOf(error)}`);
    const where = AWS_OPTIONS.filter((it) => options.has(it)).map((it) => ` --${it} ${options.text(it) ?? ''}`);
    const program = programName(process.argv[1], terminal.cwd);
    terminal.warn(`What the container wrote: ${program} logs ${name}${where.join('')}\n`);
    return 1;
  } finally {
    await place.close();
  }
}

type Act = (sagemaker: SageMaker, signal: AbortSignal) => Promise<void>;

function actFor(
  name: string,
  options: Options,
  terminal: Terminal,
): (place: Place, signal: AbortSignal) => Promise<void> {
  if (!options.flag('bidirectional')) {
    const act = options.flag('async') ? askLater(name, options, terminal) : askNow(name, options, terminal);
    return ({ sagemaker }, signal) => act(sagemaker, signal);
  }
  const act = askBothWays(name, options, terminal);
  return async (place, signal) => {
    if (place.at === 'aws') {
      throw new UsageError(
        '--bidirectional works on this machine only; at AWS, use InvokeEndpointWithBidirectionalStream of an SDK, such as ' +
          'aws-sdk-sagemaker-runtime-http2 for Python.',
      );
    }
    await act(place.sagemaker, signal);
  };
}

function askNow(name: string, options: Options, terminal: Terminal): Act {
  const data = options.text('data') ?? '-';
  const invocation: Invocation = {
    body: data === '-' ? terminal.readInputBytes() : readGivenFile(resolve(terminal.cwd, data)),
    ...about(options),
    ...given('targetVariant', options.text('target-variant')),
    ...given('targetModel', options.text('target-model')),
    ...given('targetContainerHostname', options.text('target-container')),
  };
  return async (sagemaker, signal) => {
    if (!options.flag('stream')) {
      terminal.writeBytes((await sagemaker.invokeEndpoint(name, invocation, signal)).body);
      return;
    }
    const answer = await sagemaker.invokeEndpointWithResponseStream(name, invocation, signal);
    for await (const piece of answer.body) terminal.writeBytes(piece);
  };
}

function askLater(name: string, options: Options, terminal: Terminal): Act {
  const data = options.text('data');
  if (data === undefined || data === '-') throw new UsageError('--async needs --data <file or S3 URI>.');
  if (options.flag('stream')) throw new UsageError('--async and --stream exclude one another.');
  const target = TARGETS.find((one) => options.text(one) !== undefined);
  if (target !== undefined) throw new UsageError(`--async has no --${target}.`);
  if (namesAws(options) && !data.startsWith('s3://')) throw new UsageError('At AWS, --async takes an S3 URI.');
  const inputLocation = data.startsWith('s3://') ? data : readable(resolve(terminal.cwd, data));
  return async (sagemaker, signal) => {
    const answer = await sagemaker.invokeEndpointAsync(name, { inputLocation, ...about(options) }, signal);
    terminal.write(`${answer.outputLocation}\n`);
    if (answer.failureLocation !== undefined) {
      terminal.warn(`In the queue as ${answer.inferenceId}. If it fails, ${answer.failureLocation} says why.\n`);
    }
  };
}

function about(options: Options): Omit<Invocation, 'body'> {
  const data = options.text('data') ?? '-';
  const known = CONTENT_TYPES[/\.\w+$/.exec(data)?.[0].toLowerCase() ?? ''];
  return {
    ...given('contentType', options.text('content-type') ?? known),
    ...given('accept', options.text('accept')),
    ...given('customAttributes', options.text('custom-attributes')),
    ...given('inferenceId', options.text('inference-id')),
  };
}

function given<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  const answer: Partial<Record<K, string>> = {};
  if (value !== undefined) answer[key] = value;
  return answer;
}

/** The engine is a bundle of its own, with a class of its own: the name is what counts. */
function isOfTheModel(error: unknown): error is Error & Partial<Pick<ModelError, 'OriginalStatusCode'>> {
  return error instanceof Error && ['ModelError', 'ModelStreamError'].includes(error.name);
}

function detailsOf({ OriginalStatusCode: status }: Partial<Pick<ModelError, 'OriginalStatusCode'>>): string {
  return status === undefined || status === 0 ? '' : `OriginalStatusCode: ${status}\n`;
}

function readable(path: string): string {
  try {
    if (statSync(path).isFile()) return path;
  } catch (error) {
    throw unreadable(path, error);
  }
  throw new UsageError(`${path} is no file.`);
}
