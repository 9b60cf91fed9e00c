import { dirname, join } from 'node:path';
import type { ConformanceResult } from '../../../engine/src/conformance/types';
import { buildEventText } from '../../../engine/src/docker/build/event-text';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import type { DockerEngine } from '../../../engine/src/docker/engine';
import { builderSetting } from '../connections/local-settings';
import type { Engine } from '../engine/load-engine';
import { contractPlans } from './contract-plans';
import type { TestMode } from './contract-plans';
import type { TestedRoles } from './tested-roles';
import type { TestedSubject } from './tested-subject';

/** Tests have a window of their own: ending what is left of them touches no job. */
const WINDOW = 'vscode-tests';

export interface SubjectTest {
  readonly docker: DockerEngine;
  readonly subject: TestedSubject;
  readonly roles: TestedRoles;
  readonly mode: TestMode;
  /** Ids; undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly onOutput: (line: string) => void;
  readonly onResult: (result: ConformanceResult) => void;
}

/**
 * Builds the image of a Dockerfile, or takes an image, and tests it. Only one at a time. Nothing is left of it but the
 * image, also when the signal ends it; what a window that died left of its tests is ended first. Answers the image’s tag.
 */
export async function testSubject(engine: Engine, test: SubjectTest, signal: AbortSignal): Promise<string> {
  const { docker, subject, onOutput, onResult } = test;
  const owner = await engine.thisOwner(WINDOW);
  await engine.reap(docker, (labels) => labels[engine.WINDOW_LABEL] !== WINDOW);
  const plans = contractPlans(engine, subject, test.roles, test.mode);
  const payloads = subject.kind === 'image' ? undefined : join(dirname(subject.path), engine.PAYLOADS_FOLDER);
  try {
    await engine.testImage(
      {
        engine: docker,
        owner,
        build: (image, _note, stop) =>
          engine.buildPlanned(() => Promise.resolve(docker), image, {
            signal: stop,
            builder: builderSetting(),
            onEvent: (event) => {
              const text = outputOf(event);
              if (text !== undefined) onOutput(text);
            },
          }),
        login: (image) => engine.loginFor(image, signal),
        ...engine.hostUser(),
        ...plans,
        payloads: payloads === undefined ? [] : await engine.payloadsIn(payloads),
        slow: false,
        ...(test.only === undefined ? {} : { only: test.only }),
        onNote: onOutput,
        onResult,
      },
      signal,
    );
    return (plans.training ?? plans.serving)?.images[0]?.local ?? '';
  } finally {
    await engine.reapOwn(docker, owner);
  }
}

function outputOf(event: BuildEvent): string | undefined {
  return event.kind === 'log' ? event.text : buildEventText(event);
}
