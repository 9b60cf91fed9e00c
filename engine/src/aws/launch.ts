import type { DockerEngine } from '../docker/engine';
import type { PushProgress } from '../docker/push-progress';
import type { LocalImage } from '../requests/overlay';
import type { NewImages } from '../requests/replace-image';
import { UserError } from '../user-error';
import { withArchive } from './archive';
import type { AwsConnection } from './connection';
import { createDefaultBucket, defaultBucketIn } from './default-bucket';
import type { RegistryHost } from './ecr-image';
import { createAll } from './launch-create';
import type { Creator } from './launch-create';
import { withImages } from './launch-images';
import type { Creation } from './launch-needs-types';
import type { LaunchPlan, PlannedPush } from './launch-plan';
import { planPush, push } from './push';
import type { Pushed, PushPlan } from './push';
import { pushTarget } from './push-target';
import { upload } from './upload';
import type { Uploaded, UploadProgress } from './upload';
import type { Upload } from './upload-plan';

/** What a launch is at. */
export type LaunchProgress =
  | { readonly step: 'build'; readonly image: LocalImage }
  | { readonly step: 'push'; readonly image: LocalImage; readonly target: string; readonly progress: PushProgress }
  | { readonly step: 'pushed'; readonly image: LocalImage; readonly pushed: Pushed }
  | { readonly step: 'bucket'; readonly bucket: string }
  | { readonly step: 'upload'; readonly upload: Upload; readonly progress: UploadProgress }
  | { readonly step: 'uploaded'; readonly uploaded: Uploaded }
  | { readonly step: 'created'; readonly creation: Creation };

/** What a launch does not decide by itself. */
export interface LaunchQuestions {
  /** Where an image goes: `repository:tag` or a URI of ECR. Undefined: it stays, the request’s own image is meant. */
  target(push: PlannedPush): Promise<string | undefined>;
  /** Whether a push goes on: it may create a repository, and has findings. */
  mayPush(plan: PushPlan): Promise<boolean>;
}

export interface LaunchTools {
  readonly connection: AwsConnection;
  readonly sagemaker: Creator;
  readonly engine: () => Promise<DockerEngine>;
  /** Builds an image that the overlay builds, under its local tag, for a platform: `linux/amd64`. */
  readonly build: (image: LocalImage, platform: string, signal: AbortSignal) => Promise<void>;
  readonly questions: LaunchQuestions;
  /** Whether the account’s SageMaker bucket may be made, where the launch needs it; no when left out. */
  readonly createsBucket?: boolean;
  /** For tests alone. */
  readonly registryHost?: RegistryHost;
}

export interface Launched {
  readonly arn: string;
  readonly name: string;
  /** Images of the request, and what was sent in their place: what a request document may be updated with. */
  readonly images: NewImages;
  readonly uploads: readonly Uploaded[];
}

/**
 * Does what the plan says: builds and pushes images, makes the bucket, uploads data, creates the job or endpoint. Images and data stay at AWS
 * when a later step fails or is aborted (the next launch finds them and skips them); of what SageMaker created, nothing
 * does, and the error says what is left.
 */
export async function launch(
  plan: LaunchPlan,
  tools: LaunchTools,
  onProgress: (progress: LaunchProgress) => void,
  signal: AbortSignal,
): Promise<Launched> {
  const error = plan.notes.find((it) => it.severity === 'error');
  if (error !== undefined) throw new UserError(error.message, error.remedy);
  const images: Record<string, string> = {};
  for (const planned of plan.pushes) {
    const pushed = await pushOne(planned, tools, onProgress, signal);
    if (pushed === undefined) continue;
    images[planned.image.requested] = pushed.uri;
    onProgress({ step: 'pushed', image: planned.image, pushed });
    refuse(pushed);
  }
  if (tools.createsBucket === true) {
    const bucket = await makeBucket(plan, tools.connection, signal);
    if (bucket !== undefined) onProgress({ step: 'bucket', bucket });
  }
  const uploads: Uploaded[] = [];
  for (const one of plan.uploads) {
    const tell = (progress: UploadProgress): void => {
      onProgress({ step: 'upload', upload: one, progress });
    };
    const sent = await withArchive(one, signal, (it) => upload(tools.connection, it, tell, signal));
    const uploaded = { ...sent, from: one.from };
    uploads.push(uploaded);
    onProgress({ step: 'uploaded', uploaded });
  }
  const created = (creation: Creation): void => {
    onProgress({ step: 'created', creation });
  };
  const arn = await createAll(tools.sagemaker, withImages(plan.document, images), created, signal, plan.updates);
  return { arn, name: plan.needs.name, images, uploads };
}

/** Answers its name; undefined: the launch needs none. */
async function makeBucket(
  { uploads, needs }: LaunchPlan,
  connection: AwsConnection,
  signal: AbortSignal,
): Promise<string | undefined> {
  const identity = await connection.identity(signal);
  const uris = [...uploads.map(({ to }) => to), ...needs.outputs];
  const bucket = defaultBucketIn(uris, identity, connection.name.region);
  if (bucket !== undefined) await createDefaultBucket(connection, bucket, identity, signal);
  return bucket;
}

async function pushOne(
  planned: PlannedPush,
  { connection, engine, build, questions, registryHost }: LaunchTools,
  onProgress: (progress: LaunchProgress) => void,
  signal: AbortSignal,
): Promise<Pushed | undefined> {
  const { image, purpose } = planned;
  const named = await questions.target(planned);
  signal.throwIfAborted();
  if (named === undefined) return undefined;
  const { account } = await connection.identity(signal);
  const target = pushTarget(named, { account, region: connection.name.region });
  if (image.build !== undefined) {
    onProgress({ step: 'build', image });
    await build(image, `linux/${purpose.architecture}`, signal);
  }
  const tools = { connection, engine: await engine(), ...(registryHost === undefined ? {} : { registryHost }) };
  const plan = await planPush(tools, { image: image.local, target, purpose }, signal);
  if (!(await questions.mayPush(plan))) {
    throw new UserError(
      `“${image.local}” was not pushed, so nothing was launched.`,
      'Launch again to decide otherwise.',
    );
  }
  const tell = (progress: PushProgress): void => {
    onProgress({ step: 'push', image, target: target.uri, progress });
  };
  return push(tools, plan, tell, signal);
}

/** What the registry made of the image may be what SageMaker refuses. */
function refuse({ findings, uri }: Pushed): void {
  const error = findings.find((it) => it.severity === 'error');
  if (error === undefined) return;
  throw new UserError(`${error.message} Nothing was launched; the image is at ${uri}.`, error.remedy);
}
