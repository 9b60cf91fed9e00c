// npm run bench:editor: activation, and the time from a command to what the container writes, in a real VS Code.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
// @ts-expect-error: plain JavaScript
import { runSuite } from '../host/run-suite.mjs';
// @ts-expect-error: plain JavaScript
import { makeTinyImage } from '../host/tiny-image.mjs';

const root = resolve(import.meta.dirname, '../..');
const WINDOWS = 3;

interface Numbers {
  /** Loading the extension's code. */
  readonly loading: number;
  /** VS Code's own part of an activation, and ours: `activate`. */
  readonly activation: number;
  /** The first run of a window: the engine's code is loaded, and the engine found. */
  readonly first: number;
  readonly next: number;
}

function median(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  return `${(sorted[Math.floor(sorted.length / 2)] ?? NaN).toFixed(0)} ms`;
}

const engine = execFileSync(process.execPath, [join(root, 'scripts/docker-engine.mjs'), 'start'], { encoding: 'utf8' });
process.env['DOCKER_HOST'] = engine.trim().split('\n').at(-1);
makeTinyImage();
const folder = mkdtempSync(join(tmpdir(), 'sm-bench-editor-'));
try {
  const suite = join(folder, 'suite.js');
  await build({
    entryPoints: [join(import.meta.dirname, 'editor-suite.ts')],
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  const workspace = join(folder, 'workspace');
  cpSync(join(root, 'test/vscode/fixtures/workspace'), workspace, { recursive: true });
  const seen: Numbers[] = [];
  for (let window = 0; window < WINDOWS; window += 1) {
    const env = { SAGEMAKER_CONTAINERS_HOME: join(folder, `home-${window}`) };
    const ran: { why?: string; tally?: { numbers: Numbers } } = await runSuite({
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      folder: workspace,
      env,
    });
    if (ran.tally?.numbers === undefined) throw new Error(ran.why ?? 'the window said nothing');
    seen.push(ran.tally.numbers);
  }
  console.log(`medians of ${WINDOWS} windows`);
  console.log(`loading the code                             ${median(seen.map((it) => it.loading))}`);
  console.log(`activation                                   ${median(seen.map((it) => it.activation))}`);
  console.log(`Run locally → first line, first of a window  ${median(seen.map((it) => it.first))}`);
  console.log(`Run locally → first line, from then on       ${median(seen.map((it) => it.next))}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
