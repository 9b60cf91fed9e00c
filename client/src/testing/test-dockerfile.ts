import { dirname, join } from 'node:path';
import type { ConformanceResult } from '../../../engine/src/conformance/types';
import { buildEventText } from '../../../engine/src/docker/build/event-text';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import type { DockerEngine } from '../../../engine/src/docker/engine';
import type { Engine } from '../engine/load-engine';
import { contractPlans } from './contract-plans';
import type { TestedRoles } from './tested-roles';

/** Tests have a window of their own: ending what is left of them touches no job. */
const WINDOW = 'vscode-tests';

export interface DockerfileTest {
  readonly docker: DockerEngine;
  /** Absolute path. */
  readonly dockerfile: string;
  readonly roles: TestedRoles;
  /** Ids; undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly onOutput: (line: string) => void;
  readonly onResult: (result: ConformanceResult) => void;
}

/**
 * Builds the image of a Dockerfile and tests it. Only one at a time. Nothing is left of it but the image, also when the
 * signal ends it; what a window that died left of its tests is ended first.
 */
export async function testDockerfile(engine: Engine, test: DockerfileTest, signal: AbortSignal): Promise<void> {
  const { docker, dockerfile, onOutput, onResult } = test;
  const owner = await engine.thisOwner(WINDOW);
  await engine.reap(docker, (labels) => labels[engine.WINDOW_LABEL] !== WINDOW);
  try {
    await engine.testImage(
      {
        engine: docker,
        owner,
        build: (image, _note, stop) =>
          engine.buildPlanned(() => Promise.resolve(docker), image, {
            signal: stop,
            onEvent: (event) => {
              const text = outputOf(event);
              if (text !== undefined) onOutput(text);
            },
          }),
        login: (image) => engine.loginFor(image, signal),
        ...engine.hostUser(),
        ...contractPlans(engine, dockerfile, test.roles),
        payloads: await engine.payloadsIn(join(dirname(dockerfile), engine.PAYLOADS_FOLDER)),
        slow: false,
        ...(test.only === undefined ? {} : { only: test.only }),
        onNote: onOutput,
        onResult,
      },
      signal,
    );
  } finally {
    await engine.reapOwn(docker, owner);
  }
}

function outputOf(event: BuildEvent): string | undefined {
  return event.kind === 'log' ? event.text : buildEventText(event);
}
