import { basename, resolve } from 'node:path';
import type { Overlay, RequestDocument, RequestKind } from '../../engine/src/requests/types';
import type { Job } from '../../engine/src/session/job';
import type { FileProblem } from '../../engine/src/session/read-request-file';
import { AWS_OPTIONS, namesConnection } from './aws';
import type { Engine } from './engine';
import { OVERLAY_OPTIONS, withFlags } from './overlay-flags';
import type { OptionName, Options } from './read-options';
import { changeRequest, REQUEST_OPTIONS } from './request-flags';
import type { Subject } from './subject';
import { nameOfSubject } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

export interface ReadJob {
  /** Undefined when a problem is an error. */
  readonly job: Job | undefined;
  readonly problems: readonly FileProblem[];
}

/** Options of a command that runs a kind of request. */
export function optionsFor(kind: RequestKind): readonly OptionName[] {
  return [
    ...REQUEST_OPTIONS[kind],
    ...OVERLAY_OPTIONS,
    ...AWS_OPTIONS,
    'image',
    'build-arg',
    'target',
    'context',
    'replace',
  ];
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
  const { document, overlay, folder, problems } = engine.readRequestFile(path);
  if (document === undefined) return { job: undefined, problems };
  if (kind !== undefined && kind !== document.kind) {
    throw new UsageError(`${basename(path)} is ${spoken(document.kind)}: ${COMMAND_OF[document.kind]} runs it.`);
  }
  return { job: jobOf(engine, document, overlay, folder, options, terminal), problems };
}

function jobOfImage(
  engine: Engine,
  subject: Exclude<Subject, { kind: 'request' }>,
  kind: RequestKind,
  options: Options,
  terminal: Terminal,
): Job {
  const name = nameOfSubject(subject);
  const image = subject.kind === 'image' ? subject.image : `local/${name.toLowerCase()}`;
  // The time makes it free, and says which it was.
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const requested = engine.requestFor(kind, `${name}-${time}`, image);
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
    context: {
      folder,
      account: engine.accountOf(checked.document),
      region: options.text('region') ?? engine.regionOf(terminal.env),
      ...(namesConnection(options) ? { s3: true } : {}),
    },
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

const COMMAND_OF: Readonly<Record<RequestKind, string>> = {
  'training-job': 'train',
  'processing-job': 'process',
  'transform-job': 'transform',
  endpoint: 'serve',
};

function spoken(kind: RequestKind): string {
  return kind === 'endpoint' ? 'an endpoint' : `a ${kind.replace('-', ' ')}`;
}
