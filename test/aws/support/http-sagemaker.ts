import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { logGroupOf } from '../../../contract/logs';
import { ModelError } from '../../../engine/src/named-errors';
import type { Invocation } from '../../../engine/src/sagemaker';
import type { MemoryOptions } from '../../../engine/src/testing/memory-options';
import type { SageMaker } from '../../../engine/src/sagemaker';
import { memorySageMaker } from '../../../engine/src/testing/memory-sagemaker';
import { eventMessage } from './event-stream';
import { HttpLogs } from './http-logs';
import { HttpTuning } from './http-tuning';

/** SageMaker, its runtime, CloudWatch Logs and STS over HTTP, as the SDK asks them. */
export interface HttpSageMaker {
  readonly url: string;
  readonly memory: SageMaker;
  readonly logs: HttpLogs;
  readonly tuning: HttpTuning;
  /** Operations in the order in which they came. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

const EPOCH = '1700000000';
/** MemorySageMaker makes one thing a millisecond, into the future if need be. */
const AFTER_CREATION_MS = 1_000;

/** Starts it on loopback. What jobs log is in CloudWatch Logs, which does not keep stdout and stderr apart. */
export async function startHttpSageMaker(options: MemoryOptions = {}): Promise<HttpSageMaker> {
  const logs = new HttpLogs();
  const tuning = new HttpTuning();
  const asked: string[] = [];
  const memory = memorySageMaker({
    ...options,
    run: async (work) => {
      const log = (message: string): void => {
        const logStreamName = `${work.name}/algo-1-${EPOCH}`;
        logs.put(logGroupOf(work.kind, work.name), {
          logStreamName,
          message,
          timestamp: Date.now() + AFTER_CREATION_MS,
        });
      };
      return (await options.run?.({ ...work, log })) ?? undefined;
    },
  });
  const server = createServer((request, response) => {
    answer({ memory, logs, tuning, asked }, request, response).catch((error: unknown) => {
      refuse(response, error);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    memory,
    logs,
    tuning,
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Services {
  readonly memory: SageMaker;
  readonly logs: HttpLogs;
  readonly tuning: HttpTuning;
  readonly asked: string[];
}

async function answer(services: Services, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { memory, logs, tuning, asked } = services;
  const body = await buffer(request);
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string') {
    const runtime = /^\/endpoints\/([^/]+)\/(.+)$/.exec(request.url ?? '');
    if (runtime === null) identity(response, asked);
    else await invoke(memory, runtime[1] ?? '', runtime[2] ?? '', request, body, response);
    return;
  }
  const [service = '', operation = ''] = target.split('.');
  asked.push(operation);
  const input = Object(JSON.parse(body.toString('utf8'), dates)) as Readonly<Record<string, unknown>>;
  if (service.startsWith('Logs')) logsAnswer(logs, operation, input, response);
  else send(response, tuning.answer(operation, input) ?? (await sagemakerAnswer(memory, operation, input)));
}

/** Operations bear the names of the interface; those about one thing take its name. */
async function sagemakerAnswer(
  memory: SageMaker,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<object> {
  if (operation === 'ListTags') return { Tags: [] };
  const method: unknown = Reflect.get(memory, `${operation[0]?.toLowerCase() ?? ''}${operation.slice(1)}`);
  if (typeof method !== 'function') throw named('UnknownOperationException', `There is no ${operation}.`);
  const about = /^(?:Describe|Stop|Delete)/.test(operation) ? Object.values(input)[0] : input;
  return Object(await Reflect.apply(method, memory, [about])) as object;
}

function logsAnswer(
  logs: HttpLogs,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  response: ServerResponse,
): void {
  const group = text(input['logGroupName']) ?? '';
  if (operation === 'DescribeLogStreams') {
    const found = logs.streams(group, text(input['logStreamNamePrefix']));
    if (found === undefined) throw named('ResourceNotFoundException', 'The specified log group does not exist.');
    send(response, found);
  } else if (operation === 'FilterLogEvents') {
    const streams = Array.isArray(input['logStreamNames']) ? input['logStreamNames'].map(String) : [];
    send(response, logs.filter(group, streams, Number(input['startTime'] ?? 0), text(input['nextToken'])));
  } else if (operation === 'StartLiveTail' && logs.liveTail !== 'unknown') {
    if (logs.liveTail === 'denied')
      throw named('AccessDeniedException', 'User is not authorized to perform: logs:StartLiveTail');
    const [arn] = Array.isArray(input['logGroupIdentifiers']) ? input['logGroupIdentifiers'].map(String) : [];
    const found = /^arn:aws:logs:us-west-2:123456789012:log-group:([^:*]+)$/.exec(arn ?? '')?.[1];
    if (found === undefined) throw named('InvalidParameterException', `${arn ?? 'Nothing'} is no ARN of a log group.`);
    const prefixes = Array.isArray(input['logStreamNamePrefixes']) ? input['logStreamNamePrefixes'].map(String) : [];
    logs.tail(found, prefixes[0] ?? '', response);
  } else throw named('UnknownOperationException', `There is no ${operation}.`);
}

async function invoke(
  memory: SageMaker,
  name: string,
  path: string,
  request: IncomingMessage,
  body: Uint8Array,
  response: ServerResponse,
): Promise<void> {
  const header = (key: string) => text(request.headers[key]);
  const accept = header('accept');
  const variant = header('x-amzn-sagemaker-target-variant');
  const invocation: Invocation = {
    body,
    ...(accept === undefined ? {} : { accept }),
    ...(variant === undefined ? {} : { targetVariant: variant }),
  };
  const said = await memory.invokeEndpoint(name, invocation);
  const streams = path === 'invocations-response-stream';
  response.writeHead(200, {
    'content-type': streams ? 'application/vnd.amazon.eventstream' : (said.contentType ?? 'text/plain'),
    'x-amzn-invoked-production-variant': said.invokedProductionVariant,
  });
  response.end(streams ? eventMessage('PayloadPart', said.body) : said.body);
}

function identity(response: ServerResponse, asked: string[]): void {
  asked.push('GetCallerIdentity');
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
      `<Arn>arn:aws:iam::123456789012:user/test</Arn><UserId>A</UserId><Account>123456789012</Account>` +
      `</GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
}

function send(response: ServerResponse, said: object): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(said).replaceAll(ISO_DATE, (it) => epoch(it)));
}

function refuse(response: ServerResponse, error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof ModelError) {
    response.writeHead(424, { 'content-type': 'application/json', 'x-amzn-errortype': name });
    const { OriginalStatusCode, OriginalMessage } = error;
    response.end(JSON.stringify({ Message: message, OriginalStatusCode, OriginalMessage }));
    return;
  }
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ __type: name, message }));
}

const ISO_DATE = /"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g;

/** Times are seconds since 1970, with fractions. */
function epoch(iso: string): string {
  return String(new Date(iso.slice(1, -1)).getTime() / 1000);
}

function dates(name: string, value: unknown): unknown {
  return /Time(?:After|Before)$/.test(name) && typeof value === 'number' ? new Date(value * 1000) : value;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
