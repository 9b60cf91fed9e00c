import { dirname, join, resolve } from 'node:path';
import type { ConformanceResult } from '../../engine/src/conformance/types';
import type { DockerEngine } from '../../engine/src/docker/engine';
import type { ImagePlan, RunPlan } from '../../engine/src/plan/types';
import type { RequestKind } from '../../engine/src/requests/types';
import { loadEngine } from './engine';
import type { Engine } from './engine';
import { buildReporter, progressOn } from './progress';
import type { Progress } from './progress';
import { readGivenFile } from './read-file';
import { optionsFor, readJob } from './read-job';
import { oneOf, onlyPositional, readOptions } from './read-options';
import type { Options } from './read-options';
import { CORRECT_REQUEST, problemLines } from './show-problems';
import { subjectOf } from './subject';
import type { Subject } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

const FORMATS = ['text', 'json', 'junit'] as const;
const ROLES = ['training', 'inference'] as const;

/** The window of what tests start: nobody takes it up again. */
const WINDOW = 'terminal';

/** `test`: runs an image as SageMaker does, and tells for each requirement whether it holds. */
export async function testCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const known = new Set([...optionsFor('training-job'), ...optionsFor('endpoint')]);
  for (const name of ['replace', 'output', 'instance-count', 'profile', 'region'] as const) known.delete(name);
  const options = readOptions(args, [...known, 'role', 'payload', 'slow', 'timeout', 'format']);
  const subject = subjectOf(onlyPositional(options, 'one Dockerfile, image or request document'), terminal.cwd);
  const format = oneOf(options.text('format') ?? 'text', FORMATS, '--format');
  const timeout = secondsOf(options);
  const engine = await loadEngine();
  const plans = plansOf(engine, subject, options, terminal);
  const payloads = await payloadsOf(engine, subject, options, terminal);
  const signal = terminal.interruption();
  const docker = await engine.connectEngine(signal);
  const owner = await engine.thisOwner(WINDOW);
  const progress = progressOn(terminal);
  try {
    const results = await engine.testImage(
      {
        engine: docker,
        owner,
        ...fetching(engine, docker, progress, signal),
        ...plans,
        payloads,
        slow: options.flag('slow'),
        ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
        onNote: (note) => {
          progress.line(note);
        },
      },
      signal,
    );
    progress.end();
    terminal.write(formatted(engine, format, onlyPositional(options, ''), results));
    return results.some((it) => it.outcome === 'failed') ? 1 : 0;
  } finally {
    progress.end();
    await engine.reapOwn(docker, owner);
    docker.close();
  }
}

interface Plans {
  readonly training: RunPlan | undefined;
  readonly serving: RunPlan | undefined;
  readonly guess: boolean;
}

/** A request says what the image is for, also one beside the Dockerfile; else it is the role, and else it is tried. */
function plansOf(engine: Engine, subject: Subject, options: Options, terminal: Terminal): Plans {
  const given = options.text('role');
  const plan = (kind: RequestKind | undefined, from = subject): RunPlan => {
    const { job, problems } = readJob(engine, from, kind, options, terminal);
    terminal.warn(problemLines(problems, terminal.cwd));
    if (job === undefined) throw new UsageError('The request has errors, so nothing was tested.', CORRECT_REQUEST);
    return engine.planOf(job);
  };
  if (subject.kind === 'request') {
    const found = plan(undefined);
    if (found.kind === 'training') return { training: found, serving: undefined, guess: false };
    if (found.kind === 'serving') return { training: undefined, serving: found, guess: false };
    throw new UsageError('test takes a training job or an endpoint.');
  }
  const training = besideDockerfile(engine, subject, 'training-job');
  const serving = besideDockerfile(engine, subject, 'endpoint');
  const described = ROLES.filter((it) => (it === 'training' ? training : serving) !== undefined);
  const roles = given !== undefined ? [oneOf(given, ROLES, '--role')] : described.length > 0 ? described : ROLES;
  return {
    training: roles.includes('training') ? plan('training-job', training) : undefined,
    serving: roles.includes('inference') ? plan('endpoint', serving) : undefined,
    guess: given === undefined && described.length === 0,
  };
}

/** The first request document beside a Dockerfile that runs it: it knows the data, the settings and the model. */
function besideDockerfile(engine: Engine, subject: Subject, kind: RequestKind): Subject | undefined {
  const [first] = subject.kind === 'dockerfile' ? engine.jobsBeside(subject.dockerfile, kind) : [];
  return first && { kind: 'request', path: first.path };
}

/** Those of the options; else those beside the Dockerfile or request, or in the working directory. */
async function payloadsOf(engine: Engine, subject: Subject, options: Options, { cwd }: Terminal) {
  const named = options.list('payload');
  if (named.length > 0) return Promise.all(named.map((file) => payload(engine, resolve(cwd, file))));
  const folder =
    subject.kind === 'image' ? cwd : dirname(subject.kind === 'request' ? subject.path : subject.dockerfile);
  return engine.payloadsIn(join(folder, engine.PAYLOADS_FOLDER));
}

function payload(engine: Engine, file: string) {
  readGivenFile(file);
  return engine.readPayload(file);
}

function fetching(engine: Engine, docker: DockerEngine, progress: Progress, signal: AbortSignal) {
  return {
    build: (image: ImagePlan, _note: unknown, stop: AbortSignal) =>
      // What is tested is no image of a run: it keeps the labels of its Dockerfile alone.
      engine.buildPlanned(() => Promise.resolve(docker), image, {
        signal: stop,
        onEvent: buildReporter(progress),
        labels: {},
      }),
    login: (image: string) => engine.loginFor(image, signal),
    ...engine.hostUser(),
  };
}

function secondsOf(options: Options): number | undefined {
  const text = options.text('timeout');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!(seconds > 0)) throw new UsageError(`--timeout takes a number of seconds; not ${text}.`);
  return seconds;
}

function formatted(
  engine: Engine,
  format: (typeof FORMATS)[number],
  what: string,
  results: readonly ConformanceResult[],
): string {
  switch (format) {
    case 'text':
      return engine.conformanceText(results);
    case 'json':
      return engine.conformanceJson(what, results);
    case 'junit':
      return engine.conformanceJunit(what, results);
  }
}
