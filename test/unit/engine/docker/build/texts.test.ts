import { describe, expect, it } from 'vitest';
import { answerLines, errorIn, imageIdIn } from '../../../../../engine/src/docker/build/answer-lines';
import { createClassicLog } from '../../../../../engine/src/docker/build/classic-log';
import type { BuildEvent } from '../../../../../engine/src/docker/build/events';
import { frame, frameReader } from '../../../../../engine/src/docker/build/grpc';
import { stepLines } from '../../../../../engine/src/docker/build/log-lines';
import { countTransfers } from '../../../../../engine/src/docker/build/progress';
import { parseStepName } from '../../../../../engine/src/docker/build/step-name';

describe('lines of a step', () => {
  it('survives cuts at every byte', () => {
    const bytes = Buffer.from('aé\r\n€🎉\n\nend');
    const splitter = stepLines();
    const lines = [...bytes].flatMap((byte) => splitter.push(Uint8Array.of(byte)));
    expect([...lines, ...splitter.end()]).toEqual(['aé', '€🎉', '', 'end']);
    expect(splitter.end()).toEqual([]);
  });

  it('keeps the last state of a progress bar, and cuts a line without end', () => {
    expect(stepLines().push(Buffer.from('1%\r50%\r100%\r\n'))).toEqual(['100%']);
    const splitter = stepLines();
    const lines = splitter.push(Buffer.alloc(200_000, 'x'));
    expect(lines.length).toBe(3);
    expect([...lines, ...splitter.end()].join('')).toHaveLength(200_000);
  });

  it('shows a character that is never finished', () => {
    const splitter = stepLines();
    splitter.push(Uint8Array.of(0x61, 0xc3));
    expect(splitter.end()).toEqual(['a\uFFFD']);
  });
});

describe('lines of an answer', () => {
  it('joins pieces, and passes over what is no object', async () => {
    async function* pieces(): AsyncGenerator<Buffer> {
      const text = Buffer.from(
        '{"a":"é"}\r\nnonsense\n[1]\n\n{"error":"no"}\n{"errorDetail":{"message":"m"},"error":"n"}',
      );
      for (const byte of text) yield await Promise.resolve(Buffer.from([byte]));
    }
    const lines = [];
    for await (const line of answerLines(pieces())) lines.push(line);
    expect(lines[0]).toEqual({ a: 'é' });
    expect(lines.map(errorIn)).toEqual([undefined, 'no', 'm']);
    expect(imageIdIn({ aux: { ID: 'sha256:1' } })).toBe('sha256:1');
    expect([imageIdIn({ aux: 'x' }), imageIdIn({}), imageIdIn({ aux: null })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('frames', () => {
  it('comes out as it went in, whatever the cuts', () => {
    const bytes = Buffer.concat([frame(Buffer.from('abc')), frame(Buffer.alloc(0)), frame(Buffer.alloc(300, 1))]);
    for (const size of [1, 2, 7, 400]) {
      const read = frameReader();
      const messages: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) messages.push(...read(bytes.subarray(at, at + size)));
      expect(messages.map(({ length }) => length)).toEqual([3, 0, 300]);
      expect(messages[0]?.toString()).toBe('abc');
    }
    expect(() => frameReader()(Buffer.from([0, 255, 0, 0, 0]))).toThrow('too large');
  });
});

describe('names of steps', () => {
  it.each([
    ['[2/5] RUN a', [undefined, 2, 5, 'RUN a']],
    ['[ 2/12] RUN a', [undefined, 2, 12, 'RUN a']],
    ['[train 10/12] COPY . .', ['train', 10, 12, 'COPY . .']],
    ['[linux/amd64 stage-1 2/3] RUN a\nb', ['stage-1', 2, 3, 'RUN a\nb']],
    ['[linux/arm64->amd64 2/3] RUN a', [undefined, 2, 3, 'RUN a']],
    ['[internal] load build context', [undefined, undefined, undefined, '[internal] load build context']],
    ['exporting to image', [undefined, undefined, undefined, 'exporting to image']],
  ])('reads %s', (text, expected) => {
    const { stage, step, of, name } = parseStepName(text);
    expect([stage, step, of, name]).toEqual(expected);
  });
});

describe('the count of what is sent', () => {
  it('adds up transfers, not too often, and never leaves out the end', () => {
    const events: BuildEvent[] = [];
    let time = 0;
    const counter = countTransfers(
      (event) => events.push(event),
      () => time,
    );
    const first = counter.begin();
    first(1, 10);
    time = 50;
    first(1, 20);
    const second = counter.begin();
    second(1, 5);
    expect(events).toEqual([{ kind: 'context', files: 1, bytes: 10 }]);
    time = 100;
    second(2, 7);
    counter.end();
    first(2, 30);
    counter.end();
    counter.end();
    expect(events.slice(1)).toEqual([
      { kind: 'context', files: 3, bytes: 27 },
      { kind: 'context', files: 4, bytes: 37 },
    ]);
  });
});

describe('the output of the classic builder', () => {
  it('becomes the same events', () => {
    const events: BuildEvent[] = [];
    const log = createClassicLog(
      (event) => events.push(event),
      ({ name }) => (name === 'RUN x' ? 9 : undefined),
    );
    for (const text of [
      'Step 1/3 : FROM a',
      '\n',
      ' ---> 123\n',
      'Step 2/3 : RUN x',
      '\n',
      ' ---> Using cache\n',
      'Step 3/3 : RUN y',
      ' ---> Running in 1\n',
      'out\n',
      '\u001b[91merr\u001b[0m',
    ]) {
      log.push(text);
    }
    expect(log.fail('code 1')).toMatchObject({ name: 'RUN y', step: 3, error: 'code 1', tail: ['out', 'err'] });
    expect(log.fail('again')).toBeUndefined();
    expect(
      events.map((event) => (event.kind === 'step' ? [event.step, event.state, event.cached, event.line] : event)),
    ).toEqual([
      [1, 'running', false, undefined],
      [1, 'done', false, undefined],
      [2, 'running', false, 9],
      [2, 'done', true, 9],
      [3, 'running', false, undefined],
      { kind: 'log', id: 'step-3', stream: 'stdout', text: 'out' },
      { kind: 'log', id: 'step-3', stream: 'stderr', text: 'err' },
      [3, 'failed', false, undefined],
    ]);
  });
});
