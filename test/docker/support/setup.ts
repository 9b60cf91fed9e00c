import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { openEngine } from '../../../engine/src/docker/open-engine';
import { makeTinyImage } from './tiny-image';

declare module 'vitest' {
  interface ProvidedContext {
    /** Socket of the engine; empty: there is none, and the tests are skipped. */
    engineSocket: string;
  }
}

/** Starts an engine when none runs, and makes the tiny image in it. The engine is left running: starting costs more. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('engineSocket', await prepared());
}

async function prepared(): Promise<string> {
  try {
    const said = execFileSync(process.execPath, ['scripts/docker-engine.mjs', 'start'], { encoding: 'utf8' });
    const socketPath = said.trim().replace(/^unix:\/\//, '');
    const engine = await openEngine({ socketPath }, 'the tests');
    await makeTinyImage(engine);
    return socketPath;
  } catch (error) {
    if (process.env['CI'] !== undefined) throw error;
    console.warn('No Docker Engine here, tests with Docker are skipped:', error);
    return '';
  }
}
