import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
// Test files run at the same time, and each builds before it begins.
const FOLDER = join(root, 'out/cli-test', process.env['VITEST_POOL_ID'] ?? '0');

/** The terminal that `buildCli` made. */
export const CLI = join(FOLDER, 'cli.js');

/** A machine that is busy with other tests takes long. */
export const BUILD_TIMEOUT_MS = 60_000;

/** Bundles the terminal and the engine as the package does, once for a test file. */
export function buildCli(): void {
  const build = [join(root, 'scripts/build.mjs'), '--into', FOLDER, 'cli.js', 'engine.js'];
  execFileSync(process.execPath, build, { stdio: ['ignore', 'ignore', 'inherit'] });
}

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export function runCli(
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', ...options });
  return { code: status, out: stdout, err: stderr };
}

/** A folder of its own with these files; `+x name` sets the execute bit. `dispose` removes it. */
export function makeFolder(files: Readonly<Record<string, string>>): { readonly path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), 'sagemaker-cli-'));
  for (const [name, text] of Object.entries(files)) {
    const file = join(path, name.replace(/^\+x /, ''));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: name.startsWith('+x ') ? 0o755 : 0o644 });
  }
  return {
    path,
    dispose() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
