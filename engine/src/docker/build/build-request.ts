import { readFile, stat } from 'node:fs/promises';
import { HOST_PLATFORM } from '../../../../contract/architecture';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { UserError } from '../../user-error';
import { type DockerfileLines, readDockerfileLines } from './dockerfile-lines';
import type { Builder } from './builders';
import type { OnBuildEvent } from './events';
import type { Credentials } from './session';

/** A secret for `RUN --mount=type=secret`: a file that is read when it is asked for, or the value itself. */
export type SecretSource = { readonly file: string } | { readonly value: string | Uint8Array };

export interface BuildRequest {
  readonly contextDir: string;
  /** Its path; it may lie outside the context. */
  readonly dockerfile: string;
  readonly tag: string;
  readonly target?: string | undefined;
  readonly buildArguments?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, SecretSource>> | undefined;
  /** That of SageMaker's hosts, unless said otherwise. */
  readonly platform?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly noCache?: boolean | undefined;
  /** `auto` unless said otherwise. */
  readonly builder?: Builder | undefined;
  /** Credentials for a registry, by the host as the engine names it. buildx asks the docker CLI’s logins in their place. */
  readonly auth?: ((host: string) => Promise<Credentials | undefined>) | undefined;
}

export interface BuildOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: OnBuildEvent | undefined;
}

export interface BuildResult {
  /** `sha256:…` */
  readonly imageId: string;
}

/** A request whose files are known to be there. */
export interface CheckedRequest extends BuildRequest {
  readonly contextDir: string;
  /** Absolute. */
  readonly dockerfile: string;
  readonly lines: DockerfileLines;
}

/** Looks at the files before the engine is bothered. */
export async function checkRequest(request: BuildRequest): Promise<CheckedRequest> {
  const contextDir = resolve(request.contextDir);
  const dockerfile = resolve(request.dockerfile);
  const isFolder = await stat(contextDir).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw new UserError(
      `The build context ${contextDir} is not a folder.`,
      'Name the folder that COPY takes files from.',
    );
  }
  try {
    const text = await readFile(dockerfile, 'utf8');
    return { ...request, contextDir, dockerfile, lines: readDockerfileLines(text) };
  } catch (cause) {
    throw new UserError(
      `The Dockerfile ${dockerfile} cannot be read.`,
      `Create ${basename(dockerfile)} in ${dirname(dockerfile)}, or name the Dockerfile to build.`,
      { cause },
    );
  }
}

/** The parameters that all builders of the engine share. */
export function commonParameters(request: CheckedRequest): Record<string, string | undefined> {
  return {
    t: request.tag,
    target: request.target,
    buildargs: JSON.stringify(request.buildArguments ?? {}),
    labels: JSON.stringify(request.labels ?? {}),
    platform: request.platform ?? HOST_PLATFORM.value,
    nocache: request.noCache === true ? '1' : undefined,
    rm: '1',
    forcerm: '1',
  };
}

/** Path of the Dockerfile below the context, with forward slashes; undefined: it lies elsewhere. */
export function pathInContext(request: CheckedRequest): string | undefined {
  const path = relative(request.contextDir, request.dockerfile).split(sep).join('/');
  return path.startsWith('../') || /^(?:[A-Za-z]:|\/)/.test(path) ? undefined : path;
}

/** The content of a secret; undefined: no such secret. */
export async function readSecret(request: BuildRequest, id: string): Promise<Uint8Array | undefined> {
  const source = request.secrets !== undefined && Object.hasOwn(request.secrets, id) ? request.secrets[id] : undefined;
  if (source === undefined) {
    return undefined;
  }
  if ('value' in source) {
    return Buffer.from(source.value);
  }
  try {
    return await readFile(source.file);
  } catch (cause) {
    throw new UserError(
      `The secret ${id} cannot be read from ${source.file}.`,
      'Check the path of the secret, and that you may read it.',
      { cause },
    );
  }
}
