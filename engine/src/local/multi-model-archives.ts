import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { MODELS_DIR } from '../../../contract/filesystem';
import type { DockerEngine } from '../docker/engine';
import { validationException } from '../named-errors';
import { joinUri } from '../plan/local';
import type { ServingPlan } from '../plan/types';
import { packFiles } from './pack';
import type { S3Store } from './s3-store';
import { dataOf } from './sources';
import type { HostState } from './state';

/** The archive of a model on this machine, fetched first when it is in S3. Throws AWS's ValidationException when there is none. */
export async function archiveOf(
  serving: ServingPlan,
  target: string,
  s3: S3Store | undefined,
  signal: AbortSignal,
): Promise<string> {
  const { folder, uri = '' } = serving.models ?? {};
  if (folder !== undefined) {
    const path = resolve(folder, target);
    if (path.startsWith(resolve(folder) + sep) && existsSync(path)) return path;
    throw validationException(`There is no model “${target}” in ${folder}.`, 'Put its archive there.');
  }
  if (s3 === undefined) {
    throw validationException(
      `The models at “${uri}” can’t be read here: no folder stands for them.`,
      'Name a folder for this S3 prefix in the overlay.',
    );
  }
  try {
    return await s3.fetch(await s3.find(joinUri(uri, target), signal), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw validationException(
      `The model “${target}” can’t be read: ${error instanceof Error ? error.message : String(error)}`,
      'Name one that is there.',
    );
  }
}

/** Into the volume of the container, which itself may only read it, by a container that never starts. */
export async function unpackModel(engine: DockerEngine, host: HostState, archive: string, model: string) {
  const found = await engine.containers.inspect(host.container);
  const volume = found?.Mounts.find((mount) => mount.Destination === MODELS_DIR)?.Name;
  if (found === undefined || volume === undefined) {
    throw validationException(`The container “${host.host}” is gone.`, 'Create the endpoint anew.');
  }
  const { id } = await engine.containers.create({
    Image: found.Image,
    Entrypoint: ['true'],
    Labels: found.Config.Labels,
    HostConfig: { Mounts: [{ Type: 'volume', Source: volume, Target: MODELS_DIR, ReadOnly: false }] },
  });
  try {
    const signal = new AbortController().signal;
    const folder = join(MODELS_DIR, model, 'model').replaceAll('\\', '/');
    await engine.containers.putArchive(id, '/', await packFiles([folder], {}));
    const data = await dataOf({ type: 'bind', source: archive, target: folder, readOnly: true, unpack: true });
    if (data.kind === 'bind') throw validationException(`“${archive}” is no archive.`, 'Pack it as `.tar.gz`.');
    await engine.containers.putArchive(id, folder, await data.open(signal));
  } finally {
    await engine.containers.remove(id);
  }
}
