import { HOST_PLATFORM } from '../../../../contract/architecture';
import type { EngineSocket } from '../engine';
import type { CheckedRequest } from './build-request';

export interface BuildxCommand {
  readonly words: readonly string[];
  /** In place of those of this process. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * `docker buildx build` as SageMaker needs the image: loaded into the engine, and without provenance and SBOM, which
 * would make it an index. A secret's value goes by the environment, so that it is neither in a file nor in the list of
 * processes.
 */
export function buildxCommand(
  request: CheckedRequest,
  socket: EngineSocket,
  environment: NodeJS.ProcessEnv,
): BuildxCommand {
  const { tag, target, dockerfile, contextDir, buildArguments = {}, labels = {}, secrets = {} } = request;
  const values: Record<string, string> = {};
  const secretWords = Object.entries(secrets).map(([id, source], index) => {
    if ('file' in source) return `--secret=${csv([`id=${id}`, `src=${source.file}`])}`;
    const variable = `SAGEMAKER_BUILD_SECRET_${index}`;
    values[variable] = Buffer.from(source.value).toString();
    return `--secret=${csv([`id=${id}`, `env=${variable}`])}`;
  });
  return {
    words: [
      'buildx',
      'build',
      '--load',
      '--progress=rawjson',
      '--provenance=false',
      '--sbom=false',
      `--platform=${request.platform ?? HOST_PLATFORM.value}`,
      `--tag=${tag}`,
      `--file=${dockerfile}`,
      ...(target === undefined ? [] : [`--target=${target}`]),
      ...(request.noCache === true ? ['--no-cache'] : []),
      ...Object.entries(buildArguments).map(([name, value]) => `--build-arg=${name}=${value}`),
      ...Object.entries(labels).map(([name, value]) => `--label=${name}=${value}`),
      ...secretWords,
      contextDir,
    ],
    environment: { ...environment, ...hostOf(socket, environment), ...values },
  };
}

/** The same engine. One behind TLS has its certificates where the docker CLI finds them, as it was found here. */
function hostOf(socket: EngineSocket, { DOCKER_HOST }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if ('socketPath' in socket) {
    const { socketPath } = socket;
    const pipe = /^(?:\\\\|\/\/)[.?][\\/]pipe/.test(socketPath);
    return { DOCKER_HOST: pipe ? `npipe://${socketPath.replaceAll('\\', '/')}` : `unix://${socketPath}` };
  }
  if (socket.tls !== undefined) return { DOCKER_HOST };
  const host = socket.host.includes(':') ? `[${socket.host}]` : socket.host;
  return { DOCKER_HOST: `tcp://${host}:${socket.port}` };
}

/** buildx reads a secret as a line of CSV. */
function csv(fields: readonly string[]): string {
  return fields.map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
