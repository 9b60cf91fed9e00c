import type { InstanceUse } from '../../../contract/charges';
import { LOCAL_S3 } from '../requests/local-s3';
import { DEFAULT_OVERLAY, resolveImage, resolveS3 } from '../requests/overlay';
import type { LocalImage } from '../requests/overlay';
import type { Overlay, RequestDocument } from '../requests/types';
import { LOCAL_ACCOUNT, parseEcrUri } from '../shared-with-aws';
import { needsOf } from './launch-needs';
import type { LaunchNeeds } from './launch-needs-types';
import type { PushPurpose } from './push-checks';
import type { Upload } from './upload-plan';

/** An image of this machine that stands for one of the request. */
export interface PlannedPush {
  readonly image: LocalImage;
  readonly purpose: PushPurpose;
  /** Where the request itself says that it is: a repository of ECR. Undefined: it has to be asked for. */
  readonly target: string | undefined;
}

/** Why a request can’t be sent as it is, or what is worth knowing before. */
export interface LaunchNote {
  readonly severity: 'error' | 'info';
  readonly message: string;
  readonly remedy: string;
}

/** What a launch will do, for somebody to look at and to agree with. Nothing in the request is changed but its images. */
export interface LaunchPlan {
  readonly document: RequestDocument;
  /** What is needed, and created. */
  readonly needs: LaunchNeeds;
  /** Files and folders of the overlay that the request reads. */
  readonly uploads: readonly Upload[];
  readonly pushes: readonly PlannedPush[];
  /** With an error among them it can’t be launched. */
  readonly notes: readonly LaunchNote[];
  /** Of all instances for an hour, in the currency of the Price List; undefined: not known. */
  readonly perHour: number | undefined;
  /** The endpoint is there, and gets another configuration. */
  readonly updates: boolean;
}

/** Price of an instance for an hour; undefined: not known. */
export type PriceList = (type: string, use: InstanceUse) => number | undefined;

/** What a launch of a request with its overlay will do. Paths of the overlay are relative to `folder`. Pure. */
export function planLaunch(
  document: RequestDocument,
  overlay: Overlay,
  folder: string,
  priceOf: PriceList = () => undefined,
): LaunchPlan {
  const needs = needsOf(document);
  const uploads = needs.inputs.flatMap(({ uri, kind }): Upload[] => {
    const from = resolveS3(overlay, uri, folder);
    return from === undefined ? [] : [{ from, to: uri, as: kind === 'prefix' || kind === 'archive' ? kind : 'object' }];
  });
  const pushes = needs.images.flatMap(({ uri, purpose, privateRegistry }, at): PlannedPush[] => {
    const image = resolveImage(overlay, uri, folder);
    const again = needs.images.findIndex((it) => it.uri === uri) < at;
    // A tag of this machine: SageMaker takes images of ECR, and of registries within a VPC.
    const isHere = image.local !== uri || (parseEcrUri(uri) === undefined && !privateRegistry);
    return again || !isHere ? [] : [{ image, purpose, target: targetIn(uri) }];
  });
  return {
    document,
    needs,
    uploads,
    pushes,
    notes: [...errorsIn(needs), ...notesOn(needs, overlay, uploads)],
    updates: false,
    perHour: total(needs.instances.map(({ type, count, use }) => times(priceOf(type, use), count))),
  };
}

function targetIn(uri: string): string | undefined {
  const image = parseEcrUri(uri);
  return image === undefined || image.digest !== undefined ? undefined : uri;
}

/** What stands in requests that were only made for this machine. */
function errorsIn({ roles, inputs, outputs }: LaunchNeeds): readonly LaunchNote[] {
  const role = roles.find((it) => it.includes(`:${LOCAL_ACCOUNT}:`));
  const local = [...inputs.map(({ uri }) => uri), ...outputs].find(
    (it) => it === LOCAL_S3 || it.startsWith(`${LOCAL_S3}/`),
  );
  return [
    ...(role === undefined
      ? []
      : [
          error(
            `The role “${role}” is for this machine only.`,
            'Write the ARN of a role of your account that trusts SageMaker.',
          ),
        ]),
    ...(local === undefined
      ? []
      : [
          error(`“${local}” is for this machine only: there is no such bucket.`, 'Write the URI of a bucket of yours.'),
        ]),
  ];
}

function notesOn(needs: LaunchNeeds, overlay: Overlay, uploads: readonly Upload[]): readonly LaunchNote[] {
  const left = LOCAL_ONLY.filter((name) => JSON.stringify(overlay[name]) !== JSON.stringify(DEFAULT_OVERLAY[name]));
  const manifests = needs.inputs.filter(({ uri, kind }) => kind === 'manifest' && uploads.some(({ to }) => to === uri));
  return [
    ...(left.length === 0
      ? []
      : [
          info(
            `What the overlay says of ${left.join(', ')} holds on this machine only.`,
            'What the job needs at AWS too belongs in the request.',
          ),
        ]),
    ...manifests.map(({ uri }) =>
      info(
        `The manifest ${uri} is uploaded; the objects that it names are not.`,
        'Upload them, if they are not there.',
      ),
    ),
  ];
}

const LOCAL_ONLY = ['env', 'envFile', 'gpus', 'memory', 'mounts', 'network', 'ports', 'shmSize', 'user'] as const;

function error(message: string, remedy: string): LaunchNote {
  return { severity: 'error', message, remedy };
}

function info(message: string, remedy: string): LaunchNote {
  return { severity: 'info', message, remedy };
}

function times(price: number | undefined, count: number): number | undefined {
  return price === undefined ? undefined : price * count;
}

/** Undefined when a part is, or when there is none: a sum with something left out would be too low. */
function total(parts: readonly (number | undefined)[]): number | undefined {
  if (parts.length === 0) return undefined;
  return parts.reduce((all, one) => (all === undefined || one === undefined ? undefined : all + one), 0);
}
