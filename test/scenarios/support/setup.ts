import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { BASES, ensureBases } from '../base-images.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the engine; empty: there is none, and the scenarios are skipped. */
    dockerHost: string;
    /** The terminal, bundled as the package has it. */
    cli: string;
  }
}

const root = resolve(import.meta.dirname, '../../..');

/** Starts an engine when none runs, and bundles the terminal once for all files. The engine is left running. */
export default function setup(project: TestProject): void {
  const folder = join(root, 'out/scenarios');
  const build = [join(root, 'scripts/build.mjs'), '--into', folder, 'cli.js', 'engine.js', 'aws.js'];
  execFileSync(process.execPath, build, { stdio: ['ignore', 'ignore', 'inherit'] });
  project.provide('cli', join(folder, 'cli.js'));
  project.provide('dockerHost', dockerHost());
}

function dockerHost(): string {
  try {
    const start = [join(root, 'scripts/docker-engine.mjs'), 'start'];
    const host = execFileSync(process.execPath, start, { encoding: 'utf8' }).trim();
    process.env['DOCKER_HOST'] = host;
    // Made once, and here: a worker that makes them is deaf for minutes, which the runner does not bear.
    ensureBases(BASES);
    return host;
  } catch (error) {
    if (process.env['CI'] !== undefined) throw error;
    console.warn('No Docker Engine here, the scenarios are skipped:', error);
    return '';
  }
}
