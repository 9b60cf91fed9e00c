import { expect, it } from 'vitest';
import { openWebSocket } from '../../../../engine/src/local/web-socket';
import type { WebSocketConnection } from '../../../../engine/src/local/web-socket';
import { OPCODES, webSocketServers } from './web-socket-server';
import type { OnFrame } from './web-socket-server';

const serve = webSocketServers();
const text = (words: string) => ({ data: Buffer.from(words), text: true });

async function open(onFrame?: OnFrame, signal = new AbortController().signal): Promise<WebSocketConnection> {
  return openWebSocket({ ...(await serve(onFrame)), path: '/stream?a=b', timeoutMs: 5_000 }, signal);
}

/** What it says until it closes the stream. */
async function heard(socket: WebSocketConnection): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { data, text: isText } of socket.messages) {
    all.push(`${isText ? 'text' : 'binary'} ${Buffer.from(data).toString()}`);
  }
  return all;
}

it('hears messages, also in parts, until the server closes the stream', async () => {
  const socket = await open((talk, opcode, payload) => {
    if (opcode !== OPCODES.text) return;
    talk.say(OPCODES.text, Buffer.from(`${talk.path ?? ''} `), false);
    talk.say(OPCODES.ping, Buffer.from('p'));
    talk.say(OPCODES.continuation, payload);
    talk.say(OPCODES.binary, Buffer.from('end'));
    talk.say(OPCODES.close, Buffer.from([0x03, 0xe8]));
  });
  await socket.send(text('hello'));
  expect(await heard(socket)).toEqual(['text /stream?a=b hello', 'binary end']);
  expect(socket.closed).toBe(true);
});

it('answers pings, and hears the pongs to its own', async () => {
  const pongs: string[] = [];
  const socket = await open((talk, opcode, payload) => {
    if (opcode === OPCODES.ping) {
      talk.say(OPCODES.ping, Buffer.from('from the server'));
      talk.say(OPCODES.pong, payload);
    }
    if (opcode === OPCODES.pong) pongs.push(payload.toString());
    if (opcode === OPCODES.close) expect(pongs).toEqual(['from the server']);
  });
  expect(await socket.ping(5_000)).toBe(true);
  await socket.close();
  expect(pongs).toEqual(['from the server']);
});

it('tells that a server does not answer its ping', async () => {
  const socket = await open(() => undefined);
  expect(await socket.ping(50)).toBe(false);
  await socket.close();
});

it('says with which code and reason the server closed the stream', async () => {
  const socket = await open((talk) => {
    talk.say(OPCODES.close, Buffer.concat([Buffer.from([0x03, 0xf3]), Buffer.from('no model')]));
  });
  await socket.send(text('hello'));
  await expect(heard(socket)).rejects.toThrow('code 1011 (no model)');
});

it('takes a connection that ends without a word for broken', async () => {
  const socket = await open((talk) => {
    talk.hangUp();
  });
  await socket.send(text('hello'));
  await expect(heard(socket)).rejects.toThrow();
});

it('tells which status a server without WebSockets answers', async () => {
  await expect(open()).rejects.toMatchObject({ status: 404 });
});

it('ends when it is left, and with the signal', async () => {
  const stop = new AbortController();
  const greet: OnFrame = (talk) => {
    talk.say(OPCODES.text, Buffer.from('hello'));
  };
  const left = await open(greet);
  await left.send(text('a'));
  for await (const message of left.messages) {
    expect(Buffer.from(message.data).toString()).toBe('hello');
    break;
  }
  expect(left.closed).toBe(true);
  const stopped = await open(greet, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(heard(stopped)).rejects.toThrow('stopped');
});
