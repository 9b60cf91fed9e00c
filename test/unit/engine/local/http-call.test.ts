import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { call, headerText, openCall, TimeoutError } from '../../../../engine/src/local/http-call';
import { servers } from './http-server';

const serve = servers();
const LONG_MS = 60_000;

it('sends a body that is not held in memory, with its length', async () => {
  const at = await serve((request, response) => {
    void buffer(request).then((body) => {
      response.setHeader('X-Length', request.headers['content-length'] ?? 'none');
      response.end(String(body.length));
    });
  });
  const chunks = Array.from({ length: 50 }, () => Buffer.alloc(100_000));
  const body = { length: 5_000_000, open: () => Readable.from(chunks) };
  const answer = await call({ ...at, method: 'POST', path: '/', body, timeoutMs: LONG_MS });
  expect([headerText(answer, 'X-Length'), answer.body.toString()]).toEqual(['5000000', '5000000']);
});

it('counts an answer that comes before the whole body was read', async () => {
  const at = await serve((request, response) => {
    response.writeHead(413, { Connection: 'close' }).end('too much');
    request.socket.destroySoon();
  });
  const answer = await call({ ...at, method: 'POST', path: '/', body: Buffer.alloc(20_000_000), timeoutMs: LONG_MS });
  expect([answer.status, answer.body.toString()]).toEqual([413, 'too much']);
});

it('has one time limit for the head and the rest of the answer', async () => {
  const silent = await serve(() => undefined);
  await expect(call({ ...silent, method: 'GET', path: '/', timeoutMs: 20 })).rejects.toBeInstanceOf(TimeoutError);
  const endless = await serve((_, response) => void response.write('a'));
  const begun = await openCall({ ...endless, method: 'GET', path: '/', timeoutMs: 200 });
  await expect(text(begun.body)).rejects.toBeInstanceOf(TimeoutError);
});

it('waits for whoever reads: a server does not fill the memory', async () => {
  let sent = 0;
  const piece = Buffer.alloc(1_000_000);
  const at = await serve((_, response) => {
    const more = (): void => {
      while (sent < 200 && response.write(piece)) sent += 1;
      if (sent < 200) response.once('drain', more);
    };
    more();
  });
  const abort = new AbortController();
  const answer = await openCall({ ...at, method: 'GET', path: '/', timeoutMs: LONG_MS }, abort.signal);
  const pieces = answer.body[Symbol.asyncIterator]();
  await pieces.next();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(sent).toBeLessThan(100);
  abort.abort();
  const rest = async () => {
    while ((await pieces.next()).done !== true);
  };
  await expect(rest()).rejects.toThrow();
});
