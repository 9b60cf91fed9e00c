import { hostDriver } from '../../../contract/gpu';
import { IMAGE_URI_LENGTH, SERVERLESS_IMAGE_BYTES } from '../../../contract/limits';
import type { RemoteImage } from '../docker/push-manifest';
import { parseEcrUri } from '../shared-with-aws';
import type { NeededImage } from './launch-needs-types';
import { failed, passed, unknown, warned } from './preflight-types';
import type { Verdict } from './preflight-types';
import { checkManifest, checkPlatform } from './push-checks';

/** What the URI alone says; undefined: nothing speaks against it. */
export function judgeImageUri({ uri, privateRegistry }: NeededImage, region: string): Verdict | undefined {
  if (uri.length > IMAGE_URI_LENGTH.value) {
    return failed(
      `The URI has ${uri.length} characters; SageMaker takes ${IMAGE_URI_LENGTH.value}.`,
      'Take a shorter repository or tag.',
    );
  }
  if (privateRegistry) {
    return unknown(`“${uri}” comes from a registry within a VPC, which can’t be seen from here.`);
  }
  const image = parseEcrUri(uri);
  if (image === undefined) {
    return failed(
      `“${uri}” is not in ECR: “Using non-ECR image without Vpc repository access mode is not supported.”`,
      'Push it to ECR, and name that URI.',
    );
  }
  if (image.region === region) return undefined;
  return failed(
    `The image is in ${image.region}, the job in ${region}: SageMaker pulls images of its own region only.`,
    `Push it to ECR in ${region}, or use the same image of that region.`,
  );
}

/** What the registry says of it; undefined: there is no such image. */
export function judgeImage({ uri, purpose }: NeededImage, image: RemoteImage | undefined): Verdict {
  if (image === undefined) {
    return failed(`There is no image “${uri}”.`, 'Push it, or correct its tag.');
  }
  const findings = [...checkPlatform(image.platforms, purpose), ...checkManifest(image.mediaType, purpose)];
  const worst = findings.find((it) => it.severity === 'error') ?? findings[0];
  if (worst !== undefined) {
    return worst.severity === 'error' ? failed(worst.message, worst.remedy) : warned(worst.message, worst.remedy);
  }
  const most = SERVERLESS_IMAGE_BYTES.value;
  // Compressed, so what is too large here is too large in any case.
  if (purpose.uses.includes('serverless') && (image.size ?? 0) > most) {
    return failed(
      `The image has more than ${most / 1024 ** 3} GiB, which is the most for a serverless endpoint.`,
      'Make it smaller, or take an endpoint with instances.',
    );
  }
  return passed(`“${uri}” is there, for ${image.platforms.join(', ')}, as ${image.digest.slice(0, 19)}….`);
}

/** Whether the driver of the hosts runs the image’s CUDA; undefined: it is no question. */
export function judgeDriver(
  { driver: service, instanceType }: NeededImage,
  image: Pick<RemoteImage, 'environment'>,
): Verdict | undefined {
  const cuda = valueOf(image.environment, 'CUDA_VERSION');
  const host = service === undefined || instanceType === undefined ? undefined : hostDriver(instanceType, service);
  if (cuda === undefined || host === undefined || instanceType === undefined) return undefined;
  if (!isNewer(cuda, host.cuda)) {
    return passed(`CUDA ${cuda} of the image runs with driver ${host.driver} of ${instanceType}.`);
  }
  const member = service === 'batch' ? 'TransformAmiVersion' : 'InferenceAmiVersion';
  return warned(
    `The image has CUDA ${cuda}; driver ${host.driver} of ${instanceType} runs ${host.cuda} without compatibility libraries.`,
    `Ask for a newer driver with ${member}, or have the compatibility libraries in the image.`,
  );
}

function valueOf(environment: readonly string[], name: string): string | undefined {
  return environment.find((it) => it.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** By major and minor version. */
function isNewer(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = than.split('.').map(Number);
  return major > otherMajor || (major === otherMajor && minor > otherMinor);
}
