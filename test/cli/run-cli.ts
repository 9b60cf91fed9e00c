import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');
const CLI = join(root, 'out/cli-test/cli.js');

/** Bundles the terminal as the package does, once for a test file. */
export function buildCli(): void {
  buildSync({
    absWorkingDir: root,
    entryPoints: ['cli/src/main.ts'],
    outfile: CLI,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export function runCli(args: readonly string[], options: { readonly cwd?: string; readonly input?: string } = {}): Run {
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
