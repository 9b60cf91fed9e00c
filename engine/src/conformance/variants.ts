import { existsSync } from 'node:fs';
import { MULTI_MODEL_VARIABLE } from '../../../contract/environment';
import { hostName, SINGLE_GROUP_NAME } from '../../../contract/instances';
import { INPUT_CONFIG_DIR, INPUT_DATA_DIR, MODEL_DIR, MODELS_DIR } from '../../../contract/opt-ml';
import { text } from '../docker/answer';
import { trainingResourceConfig } from '../plan/hosts';
import { jsonFile } from '../plan/local';
import type { ContainerPlan, MountPlan, RunPlan } from '../plan/types';

const RESOURCE_CONFIG = `${INPUT_CONFIG_DIR}/resourceconfig.json`;
const INPUT_DATA_CONFIG = `${INPUT_CONFIG_DIR}/inputdataconfig.json`;
/** A user and group that no image knows. */
const NOBODY_IN_PARTICULAR = '27000:27000';

/** Name of the model that a multi-model server is told to load. */
export const LOADED_MODEL = 'conformance';
/** Where SageMaker puts it. */
export const LOADED_MODEL_DIR = `${MODELS_DIR}/${LOADED_MODEL}/model`;

/** The same training on so many hosts of the same type, each with volumes of its own and nothing that outlives it. */
export function onHosts(plan: ContainerPlan, count: number): readonly ContainerPlan[] {
  const instanceType = text(json(plan.files[RESOURCE_CONFIG]), 'current_instance_type');
  const hosts = Array.from({ length: count }, (_, index) => ({
    name: hostName(index + 1),
    group: SINGLE_GROUP_NAME.value,
    instanceType,
  }));
  return hosts.map((host) => ({
    ...plan,
    host: host.name,
    aliases: [host.name],
    files: { ...plan.files, [RESOURCE_CONFIG]: jsonFile(trainingResourceConfig(host, hosts)) },
    mounts: plan.mounts.map((mount) => ownVolume(mount, plan.host, host.name)),
    ports: {},
  }));
}

function ownVolume(mount: MountPlan, before: string, host: string): MountPlan {
  if (mount.type !== 'volume') return mount;
  const { kept: _, ...passing } = mount;
  const prefix = `${before}/`;
  return mount.label.startsWith(prefix)
    ? { ...passing, label: `${host}/${mount.label.slice(prefix.length)}` }
    : passing;
}

/** Its channels come through pipes. Undefined: it has none whose files are on this machine. */
export function piped(plan: ContainerPlan): ContainerPlan | undefined {
  const names = plan.mounts.filter(isChannel).map(({ target }) => target.slice(INPUT_DATA_DIR.length + 1));
  if (names.length === 0) return undefined;
  const config = json(plan.files[INPUT_DATA_CONFIG]);
  const channels = typeof config === 'object' && config !== null ? Object.entries(config) : [];
  const changed = channels.map(([name, channel]: [string, unknown]) => [
    name,
    names.includes(name) && typeof channel === 'object' ? { ...channel, TrainingInputMode: 'Pipe' } : channel,
  ]);
  return {
    ...plan,
    files: { ...plan.files, [INPUT_DATA_CONFIG]: jsonFile(Object.fromEntries(changed)) },
    mounts: plan.mounts.map((mount) =>
      isChannel(mount)
        ? { type: 'pipe', source: mount.source, target: mount.target, recordio: false, gzip: false }
        : mount,
    ),
  };
}

function isChannel(mount: MountPlan): mount is Extract<MountPlan, { type: 'bind' }> {
  return mount.type === 'bind' && mount.manifest !== true && mount.target.startsWith(`${INPUT_DATA_DIR}/`);
}

/** As a serverless endpoint runs it: nothing in the image belongs to its user. */
export function rootless(plan: ContainerPlan): ContainerPlan {
  return { ...plan, host: `rootless-${plan.host}`, user: NOBODY_IN_PARTICULAR };
}

/** As a multi-model endpoint runs it, with one model that can be loaded (`archive`, or the one it would serve). */
export function multiModel(plan: ContainerPlan, archive: string | undefined): ContainerPlan {
  const served = modelMount(plan);
  const model: MountPlan | undefined =
    archive === undefined
      ? served && { ...served, target: LOADED_MODEL_DIR }
      : { type: 'bind', source: archive, target: LOADED_MODEL_DIR, readOnly: true, unpack: true };
  const others = plan.mounts.filter((mount) => mount.target !== MODEL_DIR && mount.target !== MODELS_DIR);
  return {
    ...plan,
    host: `models-${plan.host}`,
    environment: { ...plan.environment, [MULTI_MODEL_VARIABLE]: 'true' },
    mounts: model === undefined ? others : [...others, model],
    directories: [MODELS_DIR],
  };
}

export function modelMount(plan: ContainerPlan): MountPlan | undefined {
  return plan.mounts.find((mount) => mount.target === MODEL_DIR);
}

/** The plan without a model that is not there: what is trained takes its place. */
export function withoutMissingModel(plan: RunPlan): RunPlan {
  const isThere = (mount: MountPlan): boolean =>
    mount.type !== 'bind' || mount.target !== MODEL_DIR || existsSync(mount.source);
  return { ...plan, containers: plan.containers.map((one) => ({ ...one, mounts: one.mounts.filter(isThere) })) };
}

/** The model that was just trained is what is served, read-only as on SageMaker, unless another is named. */
export function withModelOf(train: ContainerPlan, serve: ContainerPlan): ContainerPlan {
  const model = train.mounts.find((mount) => mount.type === 'volume' && mount.target === MODEL_DIR);
  if (model?.type !== 'volume' || modelMount(serve) !== undefined) return serve;
  return { ...serve, mounts: [...serve.mounts, { ...model, readOnly: true }] };
}

function json(content: string | undefined): unknown {
  return content === undefined ? undefined : JSON.parse(content);
}
