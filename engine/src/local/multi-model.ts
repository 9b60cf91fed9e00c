import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { MODELS_DIR } from '../../../contract/filesystem';
import { MODELS_PATH } from '../../../contract/serving';
import type { DockerEngine } from '../docker/engine';
import type { ServingPlan } from '../plan/types';
import { ModelError, validationException } from '../named-errors';
import { call } from './http-call';
import { packFiles } from './pack';
import { dataOf } from './sources';
import type { HostState } from './state';

/** Loading may take as long as an invocation. */
type Limits = Pick<ServingPlan, 'invocationSeconds'>;

const loading = new Map<string, Promise<void>>();

/**
 * Sees to it that the container has the model that is asked for, and answers the path by which it is invoked. The
 * archive is unpacked below /opt/ml/models when it is first asked for, and the container is told to load it.
 */
export async function invokePathOf(
  engine: () => Promise<DockerEngine>,
  serving: ServingPlan,
  host: HostState,
  target: string | undefined,
): Promise<string> {
  const archive = archiveOf(serving, target);
  const model = createHash('sha256').update(archive).digest('hex').slice(0, 32);
  const key = `${host.container}/${model}`;
  const load = loading.get(key) ?? loadUnlessThere(engine, serving, host, archive, model);
  loading.set(key, load);
  try {
    await load;
  } finally {
    loading.delete(key);
  }
  return `${MODELS_PATH}/${model}/invoke`;
}

function archiveOf(serving: ServingPlan, target: string | undefined): string {
  const folder = serving.models?.folder;
  if (target === undefined) {
    throw validationException(
      'A multi-model endpoint is invoked with TargetModel.',
      'Name the archive below the endpoint’s model prefix: `first.tar.gz`.',
    );
  }
  if (folder === undefined) {
    throw validationException(
      `The models at “${serving.models?.uri ?? ''}” can’t be read here: no folder stands for them.`,
      'Name a folder for this S3 prefix in the overlay.',
    );
  }
  const path = resolve(folder, target);
  if (path.startsWith(resolve(folder) + sep) && existsSync(path)) return path;
  throw validationException(`There is no model “${target}” in ${folder}.`, 'Put its archive there.');
}

async function loadUnlessThere(
  engine: () => Promise<DockerEngine>,
  limits: Limits,
  host: HostState,
  archive: string,
  model: string,
): Promise<void> {
  const { address, port } = host;
  const timeoutMs = limits.invocationSeconds * 1000;
  const there = await call({ address, port, method: 'GET', path: `${MODELS_PATH}/${model}`, timeoutMs });
  if (there.status === 200) return;
  await unpack(await engine(), host, archive, model);
  const body = Buffer.from(JSON.stringify({ model_name: model, url: `${MODELS_DIR}/${model}/model` }));
  const headers = { 'Content-Type': 'application/json' };
  const answer = await call({ address, port, method: 'POST', path: MODELS_PATH, headers, body, timeoutMs });
  // 409: another process was faster.
  if (answer.status === 200 || answer.status === 409) return;
  const said = answer.body.toString('utf8').slice(0, 1024);
  const message = `Received error (${answer.status}) from ${host.host} while it loaded the model (MME-03), with message "${said}".`;
  throw new ModelError(message, answer.status, said, host.host);
}

/** Into the volume of the container, which itself may only read it, by a container that never starts. */
async function unpack(engine: DockerEngine, host: HostState, archive: string, model: string) {
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
