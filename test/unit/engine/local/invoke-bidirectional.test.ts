import { expect, it } from 'vitest';
import { BIDIRECTIONAL_LABEL, CAPABILITY_VALUE } from '../../../../contract/labels';
import { BIDIRECTIONAL_PATH } from '../../../../contract/serving';
import { streamBothWays } from '../../../../engine/src/local/invoke-bidirectional';
import type { BidirectionalInvocation, BidirectionalRoute } from '../../../../engine/src/local/invoke-bidirectional';
import { OPCODES, webSocketServers } from './web-socket-server';
import type { OnFrame } from './web-socket-server';

const serve = webSocketServers();
const LABELS = { [BIDIRECTIONAL_LABEL]: CAPABILITY_VALUE };
const { signal } = new AbortController();

async function route(onFrame?: OnFrame, labels: BidirectionalRoute['labels'] = LABELS): Promise<BidirectionalRoute> {
  const last = { host: 'v', container: 'c', ...(await serve(onFrame)) };
  return { hosts: [last], last, variant: 'v', labels };
}

const saying = (...words: readonly string[]): BidirectionalInvocation => ({
  body: words.map((it) => ({ data: Buffer.from(it), text: true })),
  quietSeconds: 1,
});

/** The name of its error, and what it says. */
async function refusal(to: BidirectionalRoute): Promise<string> {
  try {
    return `no error, but ${(await answers(to, saying('one'))).join()}`;
  } catch (error) {
    return String(error);
  }
}

async function answers(to: BidirectionalRoute, invocation: BidirectionalInvocation): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { data } of await streamBothWays(to, invocation, signal)) all.push(Buffer.from(data).toString());
  return all;
}

const echo: OnFrame = (talk, opcode, payload) => {
  if (opcode === OPCODES.text) talk.say(OPCODES.text, Buffer.from(`${talk.path ?? ''} ${payload.toString()}`));
};

it('sends all messages to the route of the contract, and closes the stream once the container is quiet', async () => {
  const heard = await answers(await route(echo), saying('one', 'two'));
  expect(heard).toEqual([`${BIDIRECTIONAL_PATH} one`, `${BIDIRECTIONAL_PATH} two`]);
});

it('goes to the path and query that the caller names', async () => {
  const invocation = { ...saying('one'), modelInvocationPath: 'talk', modelQueryString: 'voice=low' };
  expect(await answers(await route(echo), invocation)).toEqual(['/talk?voice=low one']);
});

it('refuses an image without the label, as SageMaker does, and several containers', async () => {
  expect(await refusal(await route(echo, {}))).toMatch(/^ValidationException: .*STREAM-02/);
  const one = await route(echo);
  expect(await refusal({ ...one, hosts: [one.last, one.last] })).toMatch(/^ValidationException: .*one container/);
});

it('is a ModelError when the container has no such route', async () => {
  expect(await refusal(await route())).toMatch(/^ModelError: Received server error \(404\).*STREAM-03/);
});

it('is a ModelStreamError when the container closes the stream with an error', async () => {
  const angry: OnFrame = (talk) => {
    talk.say(OPCODES.close, Buffer.concat([Buffer.from([0x03, 0xf3]), Buffer.from('no memory')]));
  };
  expect(await refusal(await route(angry))).toMatch(/^ModelStreamError: .*no memory/);
});
