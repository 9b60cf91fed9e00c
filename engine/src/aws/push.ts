import { member, text } from '../docker/answer';
import type { DockerEngine, ImageInspectInfo } from '../docker/engine';
import { pushImage } from '../docker/push';
import type { PushProgress } from '../docker/push-progress';
import { UserError } from '../user-error';
import type { AwsConnection } from './connection';
import { ecrImage, SAME_HOST } from './ecr-image';
import type { RegistryHost } from './ecr-image';
import { ecrLogin } from './ecr-login';
import { createRepository, findRepository } from './ecr-repository';
import { scanFindings } from './ecr-scan';
import type { ScanFindings } from './ecr-scan';
import { checkLocalImage, checkManifest, checkPlatform } from './push-checks';
import type { PushFinding, PushPurpose } from './push-checks';
import type { PushTarget } from './push-target';

/** What a push will do, for somebody to look at first. */
export interface PushPlan {
  readonly image: string;
  readonly imageId: string;
  /** Bytes, uncompressed: what goes over the network is less. */
  readonly size: number;
  readonly target: PushTarget;
  readonly purpose: PushPurpose;
  /** There is no such repository yet. */
  readonly createsRepository: boolean;
  /** With an error among them nothing is pushed. */
  readonly findings: readonly PushFinding[];
}

export interface PushRequest {
  /** Tag or id of an image of the engine. */
  readonly image: string;
  readonly target: PushTarget;
  readonly purpose: PushPurpose;
  /** What the linter or the contract tests found. */
  readonly findings?: readonly PushFinding[];
}

export interface PushTools {
  readonly connection: AwsConnection;
  readonly engine: DockerEngine;
  /** For tests alone. */
  readonly registryHost?: RegistryHost;
}

/** An image that is in ECR. */
export interface Pushed {
  /** `host/repository@sha256:…`: it never means another image. */
  readonly uri: string;
  readonly digest: string;
  readonly mediaType: string;
  /** What was found before and after. */
  readonly findings: readonly PushFinding[];
  readonly scan: ScanFindings | undefined;
}

/** Looks at the image and the repository; changes nothing. */
export async function planPush(
  { connection, engine }: PushTools,
  { image, target, purpose, findings = [] }: PushRequest,
  signal: AbortSignal,
): Promise<PushPlan> {
  const found = await engine.images.inspect(image, signal);
  if (found === undefined) {
    throw new UserError(`There is no image “${image}” on this machine.`, 'Build it first, or correct the name.');
  }
  const repository = await findRepository(connection, target, signal);
  return {
    image,
    imageId: found.Id,
    size: found.Size,
    target,
    purpose,
    createsRepository: repository === undefined,
    findings: [...findings, ...checkLocalImage(factsOf(found), purpose)],
  };
}

/**
 * Pushes what the plan says, creating the repository if that is part of it, and looks at what the registry then holds.
 * Rejects with a UserError when a finding is an error, before anything is sent.
 */
export async function push(
  { connection, engine, registryHost = SAME_HOST }: PushTools,
  plan: PushPlan,
  onProgress: (progress: PushProgress) => void,
  signal: AbortSignal,
): Promise<Pushed> {
  const { target, purpose, imageId } = plan;
  const error = plan.findings.find((it) => it.severity === 'error');
  if (error !== undefined) throw new UserError(`“${plan.image}” is not pushed. ${error.message}`, error.remedy);
  const login = await ecrLogin(connection, signal);
  if (plan.createsRepository) await createRepository(connection, target, signal);
  const host = registryHost(target.host);
  const digest = await pushImage(engine, {
    image: imageId,
    reference: `${host}/${target.repository}:${target.tag}`,
    login: { serveraddress: host, ...login },
    onProgress,
    signal,
  });
  const remote = await ecrImage(host, target.repository, digest, login, signal);
  if (remote === undefined) {
    throw new UserError(
      `The push of “${target.uri}” went well, yet ECR has no image ${digest}.`,
      'Push again; if a policy of the repository deletes images, look at that first.',
    );
  }
  const { account, repository } = target;
  return {
    uri: `${target.host}/${repository}@${digest}`,
    digest,
    mediaType: remote.mediaType,
    findings: [
      // What the engine said of the manifest is replaced by what the registry says.
      ...plan.findings.filter((it) => it.requirement !== 'IMG-01'),
      ...checkManifest(remote.mediaType, purpose),
      ...checkPlatform(remote.platforms, purpose),
    ],
    scan: await scanFindings(connection, { account, repository, digest }, signal),
  };
}

function factsOf(image: ImageInspectInfo) {
  return {
    os: image.Os,
    architecture: image.Architecture,
    size: image.Size,
    labels: labelsOf(image),
    // Engines that keep manifests (containerd's image store) say which.
    mediaType: text(member(image, 'Descriptor'), 'mediaType'),
  };
}

/** An image without labels has null there. */
function labelsOf(image: ImageInspectInfo): Readonly<Record<string, string>> {
  const labels: unknown = image.Config.Labels;
  return typeof labels === 'object' && labels !== null ? image.Config.Labels : {};
}
