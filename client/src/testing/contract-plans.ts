import { basename, dirname } from 'node:path';
import type { ConformanceOptions } from '../../../engine/src/conformance/types';
import type { RunPlan } from '../../../engine/src/plan/types';
import type { Overlay, RequestDocument, RequestKind } from '../../../engine/src/requests/types';
import type { Job } from '../../../engine/src/session/job';
import { plainName } from '../../../engine/src/session/plain-name';
import type { Engine } from '../engine/load-engine';
import { renamed, timedName } from '../runs/free-name';
import type { BuildPlace } from './build-inputs';
import type { TestedRoles } from './tested-roles';
import type { TestedSubject } from './tested-subject';

export type ContractPlans = Pick<ConformanceOptions, 'training' | 'serving' | 'guess'>;

/** How the containers of a test run are started. */
export interface TestMode {
  /** With all GPUs of this machine, whatever the request says. */
  readonly gpus: boolean;
}

/**
 * How an image is started in its roles: as a request document beside the Dockerfile says, when the overlay of that
 * document builds this Dockerfile; else with the plainest request.
 */
export function contractPlans(
  engine: Engine,
  subject: TestedSubject,
  { roles, guess }: TestedRoles,
  mode: TestMode,
): ContractPlans {
  const now = new Date();
  const plan = (kind: RequestKind): RunPlan => {
    const job = jobBeside(engine, subject, kind, now) ?? plainJob(engine, subject, kind, now);
    const overlay: Overlay = mode.gpus ? { ...job.overlay, gpus: 'all' } : job.overlay;
    return engine.planOf({ ...job, overlay });
  };
  return {
    training: roles.includes('training') ? plan('training-job') : undefined,
    serving: roles.includes('inference') ? plan('endpoint') : undefined,
    guess,
  };
}

/** Where the image of a Dockerfile is built from; the Dockerfile's folder when nothing else says so. */
export function buildPlaceOf(engine: Engine, dockerfile: string, roles: TestedRoles): BuildPlace {
  const { training, serving } = contractPlans(engine, { kind: 'dockerfile', path: dockerfile }, roles, { gpus: false });
  return { dockerfile, context: (training ?? serving)?.images[0]?.build?.context ?? dirname(dockerfile) };
}

function jobBeside(engine: Engine, subject: TestedSubject, kind: RequestKind, now: Date): Job | undefined {
  const found = subject.kind === 'image' ? undefined : engine.jobsBeside(subject.path, kind)[0]?.job;
  return found && { ...found, document: timed(engine, found.document, now) };
}

function timed(engine: Engine, document: RequestDocument, now: Date): RequestDocument {
  return renamed(document, timedName(engine.nameOf(document), now));
}

function plainJob(engine: Engine, subject: TestedSubject, kind: RequestKind, now: Date): Job {
  const name = plainName(subject.kind === 'image' ? subject.image : basename(dirname(subject.path)));
  const image = subject.kind === 'image' ? subject.image : `local/${name.toLowerCase()}`;
  const request = engine.requestFor(kind, timedName(name, now), image);
  const { document, problems } = engine.parseRequest(JSON.stringify(request), `image.${kind}.json`);
  if (document === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  if (subject.kind === 'image') return engine.jobOf(document, engine.DEFAULT_OVERLAY, process.cwd());
  const images = { [image]: { dockerfile: subject.path, buildArguments: {} } };
  return engine.jobOf(document, { ...engine.DEFAULT_OVERLAY, images }, dirname(subject.path));
}
