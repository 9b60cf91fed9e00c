import { dirname } from 'node:path';
import { buildImage } from '../docker/build/build-image';
import type { Builder } from '../docker/build/builders';
import type { OnBuildEvent } from '../docker/build/events';
import type { DockerEngine, Labels } from '../docker/engine';
import { BUILT_LABEL } from '../docker/labels';
import type { ImagePlan } from '../plan/types';
import { buildCredentials } from './registry-credentials';

export interface BuildPlannedOptions {
  readonly signal: AbortSignal;
  readonly onEvent: OnBuildEvent;
  /** In place of the one by which images of runs are found again. */
  readonly labels?: Labels;
  /** `auto` unless the user prefers one. */
  readonly builder?: Builder;
}

/** The part of an image of a plan that its build needs. */
export type PlannedBuild = Pick<ImagePlan, 'build' | 'local' | 'platform'>;

/** Builds an image of a plan, with the user's own logins. Nothing is done for an image that is not built. */
export async function buildPlanned(
  engine: () => Promise<DockerEngine>,
  { build, local: tag, platform }: PlannedBuild,
  { signal, onEvent, labels, builder }: BuildPlannedOptions,
): Promise<void> {
  if (build === undefined) return;
  const { dockerfile, context = dirname(dockerfile), target, buildArguments } = build;
  const { socket } = await engine();
  await buildImage(
    socket,
    {
      contextDir: context,
      dockerfile,
      tag,
      target,
      buildArguments,
      platform,
      builder,
      labels: labels ?? { [BUILT_LABEL]: dockerfile },
      auth: buildCredentials(signal),
    },
    { signal, onEvent },
  );
}
