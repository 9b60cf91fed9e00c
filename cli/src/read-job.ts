import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { PlanContext } from '../../engine/src/plan/local';
import type { RunPlan } from '../../engine/src/plan/types';
import type { Overlay, RequestDocument, RequestKind, RequestProblem } from '../../engine/src/requests/types';
import type { Engine } from './engine';
import { OVERLAY_OPTIONS, withFlags } from './overlay-flags';
import type { OptionName, Options } from './read-options';
import { changeRequest, REQUEST_OPTIONS } from './request-flags';
import { requestFor } from './request-from-image';
import type { Subject } from './subject';
import { plainName } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** A problem in a file of the user's. */
export interface FileProblem extends RequestProblem {
  readonly file: string;
}

/** All that a plan needs. */
export interface Job {
  readonly document: RequestDocument;
  readonly overlay: Overlay;
  readonly context: PlanContext;
}

export interface ReadJob {
  /** Undefined when a problem is an error. */
  readonly job: Job | undefined;
  readonly problems: readonly FileProblem[];
}

/** Options of a command that runs a kind of request. */
export function optionsFor(kind: RequestKind): readonly OptionName[] {
  return [...REQUEST_OPTIONS[kind], ...OVERLAY_OPTIONS, 'image', 'build-arg', 'target', 'context', 'replace'];
}

/** Reads a request document, the overlay beside it, and the options; or makes a request for an image. */
export function readJob(
  engine: Engine,
  subject: Subject,
  kind: RequestKind | undefined,
  options: Options,
  terminal: Terminal,
): ReadJob {
  return subject.kind === 'request'
    ? readDocument(engine, subject.path, kind, options, terminal)
    : { job: jobOfImage(engine, subject, kind ?? 'training-job', options, terminal), problems: [] };
}

function readDocument(
  engine: Engine,
  path: string,
  kind: RequestKind | undefined,
  options: Options,
  terminal: Terminal,
): ReadJob {
  const { document, problems } = engine.parseRequest(readText(path), path);
  const overlayPath = engine.overlayPathOf(path);
  const overlayText = readIfThere(overlayPath);
  const overlay =
    overlayText === undefined ? { overlay: engine.DEFAULT_OVERLAY, problems: [] } : engine.parseOverlay(overlayText);
  const all = [
    ...problems.map((it) => ({ ...it, file: path })),
    ...overlay.problems.map((it) => ({ ...it, file: overlayPath })),
  ];
  if (document === undefined || all.some((it) => it.severity === 'error')) return { job: undefined, problems: all };
  if (kind !== undefined && kind !== document.kind) {
    throw new UsageError(`${basename(path)} is ${spoken(document.kind)}: ${COMMAND_OF[document.kind]} runs it.`);
  }
  return { job: jobOf(engine, document, overlay.overlay, dirname(overlayPath), options, terminal), problems: all };
}

function jobOfImage(
  engine: Engine,
  subject: Exclude<Subject, { kind: 'request' }>,
  kind: RequestKind,
  options: Options,
  terminal: Terminal,
): Job {
  const name = plainName(subject);
  const image = subject.kind === 'image' ? subject.image : `local/${name.toLowerCase()}`;
  // The time makes it free, and says which it was.
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const requested = requestFor(kind, `${name}-${time}`, image);
  const { document, problems } = engine.parseRequest(JSON.stringify(requested), `image.${kind}.json`);
  if (document === undefined) throw new UsageError(problems.map((it) => it.message).join('\n'));
  const images = subject.kind === 'image' ? {} : { [image]: buildOf(subject.dockerfile, options, terminal.cwd) };
  const overlay = { ...engine.DEFAULT_OVERLAY, images };
  return jobOf(engine, document, overlay, terminal.cwd, options, terminal);
}

function jobOf(
  engine: Engine,
  document: RequestDocument,
  overlay: Overlay,
  folder: string,
  options: Options,
  terminal: Terminal,
): Job {
  const changed = changeRequest(document, options, terminal.cwd);
  const checked = engine.parseRequest(textOf(changed.document, options), `options.${document.kind}.json`);
  if (checked.document === undefined) {
    const errors = checked.problems.filter((it) => it.severity === 'error');
    throw new UsageError(errors.map((it) => it.message).join('\n'));
  }
  const local = withFlags(engine, overlay, folder, options, terminal.cwd);
  const images = imagesOf(checked.document, local, options, terminal.cwd);
  return {
    document: checked.document,
    overlay: { ...local, s3: { ...local.s3, ...changed.s3 }, images },
    context: { folder, account: accountOf(checked.document), region: regionOf(terminal.env) },
  };
}

/** The document as its file would have it, with the instance type of the options wherever there is one. */
function textOf(document: RequestDocument, options: Options): string {
  const whole =
    document.kind === 'transform-job' && document.model !== undefined
      ? { ...document.request, Model: document.model }
      : document.request;
  const type = options.text('instance-type');
  return JSON.stringify(whole, (name, value: unknown) =>
    name === 'InstanceType' && type !== undefined ? type : value,
  );
}

/** `--image` stands for all images of the request; build options are for what is built. */
function imagesOf(document: RequestDocument, overlay: Overlay, options: Options, cwd: string): Overlay['images'] {
  const given = options.text('image');
  const named = given === undefined ? [] : imageNames(document).map((it) => [it, given] as const);
  const images = { ...overlay.images, ...Object.fromEntries(named) };
  const extra = buildExtras(options, cwd);
  return Object.fromEntries(
    Object.entries(images).map(([name, it]) => [
      name,
      typeof it === 'string'
        ? it
        : { ...it, ...extra, buildArguments: { ...it.buildArguments, ...extra.buildArguments } },
    ]),
  );
}

function imageNames(document: RequestDocument): readonly string[] {
  const names = ((): readonly (string | undefined)[] => {
    switch (document.kind) {
      case 'training-job':
        return [document.request.AlgorithmSpecification?.TrainingImage];
      case 'processing-job':
        return [document.request.AppSpecification?.ImageUri];
      case 'transform-job':
        return [document.model?.PrimaryContainer?.Image];
      case 'endpoint':
        return (document.request.Models ?? [document.request.Model]).map((it) => it.PrimaryContainer?.Image);
    }
  })();
  return names.filter((it) => it !== undefined);
}

function buildOf(dockerfile: string, options: Options, cwd: string) {
  return { dockerfile, ...buildExtras(options, cwd) };
}

function buildExtras(options: Options, cwd: string) {
  const target = options.text('target');
  const context = options.text('context');
  const buildArguments = Object.fromEntries(options.pairs('build-arg'));
  return {
    ...(target === undefined ? {} : { target }),
    ...(context === undefined ? {} : { context: resolve(cwd, context) }),
    buildArguments,
  };
}

/** Where nothing says which account it is. */
export const LOCAL_ACCOUNT = '000000000000';

/** ARNs have the account of the role. */
function accountOf(document: RequestDocument): string {
  const role =
    document.kind === 'endpoint'
      ? document.request.Model.ExecutionRoleArn
      : document.kind === 'transform-job'
        ? document.model?.ExecutionRoleArn
        : document.request.RoleArn;
  return /^arn:[^:]*:iam::(\d{12}):/.exec(role ?? '')?.[1] ?? LOCAL_ACCOUNT;
}

export function regionOf(env: Terminal['env']): string {
  const named = [env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find((it) => it !== undefined && it !== '');
  return named ?? 'us-east-1';
}

const COMMAND_OF: Readonly<Record<RequestKind, string>> = {
  'training-job': 'train',
  'processing-job': 'process',
  'transform-job': 'transform',
  endpoint: 'serve',
};

function spoken(kind: RequestKind): string {
  return kind === 'endpoint' ? 'an endpoint' : `a ${kind.replace('-', ' ')}`;
}

/** What the request does here. */
export function planOf(engine: Engine, job: Job): RunPlan {
  const { document, overlay, context } = job;
  switch (document.kind) {
    case 'training-job':
      return engine.planTraining(document.request, overlay, context);
    case 'processing-job':
      return engine.planProcessing(document.request, overlay, context);
    case 'transform-job':
      if (document.model === undefined) {
        throw new UsageError('The document does not say what the model is: add "Model", as CreateModel takes it.');
      }
      return engine.planTransform(document.request, document.model, overlay, context);
    case 'endpoint':
      return engine.planEndpoint(document.request, overlay, context);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
