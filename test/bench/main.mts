// npm run bench: what a person feels, measured in one run beside dockerfile-language-server-nodejs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { dockerfileOf } from './dockerfiles';
import { startServer } from './server-process';

const root = resolve(import.meta.dirname, '../..');
const OURS = join(root, 'dist/server.js');
const THEIRS = join(root, 'node_modules/dockerfile-language-server-nodejs/bin/docker-langserver');
const CLI = join(root, 'dist/cli.js');
const KEYSTROKES = 200;
const WARM_UP = 40;

interface Row {
  readonly p50: number;
  readonly p95: number;
  readonly memory: number;
}

type Place = 'comment' | 'RUN';

/** Types at the end of a comment or a RUN, one character at a time, and waits for the diagnostics of each. */
async function keystrokes(script: string, lines: number, place: Place): Promise<Row> {
  const server = await startServer(script);
  const uri = 'file:///bench/Dockerfile';
  let seen: ((version: number | undefined) => void) | undefined;
  server.connection.onNotification('textDocument/publishDiagnostics', (params: { version?: number }) =>
    seen?.(params.version),
  );
  const next = (version: number): Promise<void> =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`no diagnostics for version ${version}`)), 10_000);
      seen = (got) => {
        if (got !== undefined && got < version) return;
        clearTimeout(timer);
        done();
      };
    });
  const text = dockerfileOf(lines);
  // Not into the first line: without its roles no rule would run.
  const line = text.split('\n').findIndex((it) => it.startsWith(place === 'RUN' ? 'RUN pip install' : '# step 4'));
  const at = { line, character: text.split('\n')[line]?.length ?? 0 };
  const first = next(1);
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'dockerfile', version: 1, text },
  });
  await first;
  const times: number[] = [];
  for (let i = 0; i < KEYSTROKES + WARM_UP; i += 1) {
    const version = i + 2;
    const answered = next(version);
    const start = performance.now();
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: at, end: at }, text: 'A' }],
    });
    await answered;
    if (i >= WARM_UP) times.push(performance.now() - start);
  }
  const memory = server.memory();
  await server.stop();
  times.sort((a, b) => a - b);
  const quantile = (share: number): number => times[Math.floor(times.length * share)] ?? NaN;
  return { p50: quantile(0.5), p95: quantile(0.95), memory };
}

function bareNode(): number {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    return performance.now() - start;
  });
  return median(times);
}

async function startUp(script: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    const server = await startServer(script);
    times.push(server.startMilliseconds);
    await server.stop();
  }
  return median(times);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function cliRate(): { readonly files: number; readonly perSecond: number } {
  const folder = mkdtempSync(join(tmpdir(), 'sagemaker-bench-'));
  const files = 500;
  for (let i = 0; i < files; i += 1) {
    mkdirSync(join(folder, String(i)));
    writeFileSync(join(folder, String(i), 'Dockerfile'), dockerfileOf(40));
    writeFileSync(join(folder, String(i), 'serve.py'), 'print("serving")\n');
  }
  const start = performance.now();
  spawnSync(process.execPath, [CLI, 'lint', folder, '--format', 'json'], { maxBuffer: 1e9 });
  const seconds = (performance.now() - start) / 1000;
  rmSync(folder, { recursive: true, force: true });
  return { files, perSecond: files / seconds };
}

const ms = (value: number): string => `${value.toFixed(1)} ms`.padStart(9);
console.log(
  `node ${process.version}; one keystroke right after the other; theirs: dockerfile-language-server-nodejs\n`,
);
console.log('keystroke → diagnostics             p50       p95    memory');
for (const [lines, place] of [
  [20, 'comment'],
  [150, 'comment'],
  [150, 'RUN'],
  [1000, 'comment'],
  [1000, 'RUN'],
] as const) {
  for (const [name, script] of [
    ['ours', OURS],
    ['theirs', THEIRS],
  ] as const) {
    const row = await keystrokes(script, lines, place);
    console.log(
      `${String(lines).padStart(5)} lines  ${place.padEnd(8)} ${name.padEnd(6)} ${ms(row.p50)} ${ms(row.p95)}  ${row.memory.toFixed(0)} MiB`,
    );
  }
}
const bare = bareNode();
console.log(`\nstart-up (spawn → initialize answered), over bare node (${ms(bare).trim()}):`);
for (const [name, script] of [
  ['ours', OURS],
  ['theirs', THEIRS],
] as const)
  console.log(`  ${name.padEnd(8)} + ${ms((await startUp(script)) - bare).trim()}`);
const rate = cliRate();
console.log(`\nterminal: ${rate.files} Dockerfiles of 40 lines at ${rate.perSecond.toFixed(0)} per second`);
