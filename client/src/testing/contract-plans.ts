import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ConformanceOptions } from '../../../engine/src/conformance/types';
import type { RunPlan } from '../../../engine/src/plan/types';
import type { RequestDocument, RequestKind } from '../../../engine/src/requests/types';
import type { Job } from '../../../engine/src/session/job';
import { plainName } from '../../../engine/src/session/plain-name';
import type { Engine } from '../engine/load-engine';
import { renamed, timedName } from '../runs/free-name';
import type { TestedRoles } from './tested-roles';

export type ContractPlans = Pick<ConformanceOptions, 'training' | 'serving' | 'guess'>;

/**
 * How the image of a Dockerfile is started in its roles: as a request document beside it says, when the overlay of that
 * document builds this Dockerfile; else with the plainest request. `dockerfile` is an absolute path.
 */
export function contractPlans(engine: Engine, dockerfile: string, { roles, guess }: TestedRoles): ContractPlans {
  const now = new Date();
  const plan = (kind: RequestKind): RunPlan =>
    planBeside(engine, dockerfile, kind, now) ?? engine.planOf(plainJob(engine, dockerfile, kind, now));
  return {
    training: roles.includes('training') ? plan('training-job') : undefined,
    serving: roles.includes('inference') ? plan('endpoint') : undefined,
    guess,
  };
}

function planBeside(engine: Engine, dockerfile: string, kind: RequestKind, now: Date): RunPlan | undefined {
  const folder = dirname(dockerfile);
  const names = readdirSync(folder).filter((name) => name === `${kind}.json` || name.endsWith(`.${kind}.json`));
  for (const name of names.sort()) {
    const { document, overlay, folder: base } = engine.readRequestFile(join(folder, name));
    if (document?.kind !== kind) continue;
    const plan = engine.planOf(engine.jobOf(timed(engine, document, now), overlay, base));
    const [image] = plan.images;
    if (image?.build !== undefined && resolve(base, image.build.dockerfile) === dockerfile) return plan;
  }
  return undefined;
}

function timed(engine: Engine, document: RequestDocument, now: Date): RequestDocument {
  return renamed(document, timedName(engine.nameOf(document), now));
}

function plainJob(engine: Engine, dockerfile: string, kind: RequestKind, now: Date): Job {
  const name = plainName(basename(dirname(dockerfile)));
  const image = `local/${name.toLowerCase()}`;
  const request = engine.requestFor(kind, timedName(name, now), image);
  const { document, problems } = engine.parseRequest(JSON.stringify(request), `image.${kind}.json`);
  if (document === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const overlay = { ...engine.DEFAULT_OVERLAY, images: { [image]: { dockerfile, buildArguments: {} } } };
  return engine.jobOf(document, overlay, dirname(dockerfile));
}
