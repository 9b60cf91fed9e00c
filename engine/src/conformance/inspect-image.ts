import { HOST_PLATFORM } from '../../../contract/architecture';
import { CAPABILITY_VALUE, LABELS, nearestLabel } from '../../../contract/labels';
import { SERVERLESS_IMAGE_BYTES } from '../../../contract/limits';
import { OPT_ML } from '../../../contract/opt-ml';
import { isWithin } from '../../../contract/paths';
import { PING_PATH } from '../../../contract/serving';
import { list, member, text, texts } from '../docker/answer';
import type { ImageInspectInfo } from '../docker/engine';
import { result } from './catalogue';
import type { ConformanceResult } from './types';

/** The parts of an image that are looked at. */
export interface ImageFacts {
  readonly platform: string;
  readonly entrypoint: readonly string[];
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Bytes, uncompressed. */
  readonly size: number;
  /** Of the manifest; undefined: the engine does not say. */
  readonly mediaType: string | undefined;
  readonly volumes: readonly string[];
  readonly stopSignal: string | undefined;
  readonly healthcheck: boolean;
}

/** Engines leave out what is empty, or write null. */
export function imageFacts(image: ImageInspectInfo): ImageFacts {
  const config = member(image, 'Config');
  return {
    platform: `${image.Os}/${image.Architecture}`,
    entrypoint: list(member(config, 'Entrypoint')).filter((one) => typeof one === 'string'),
    user: text(config, 'User') ?? '',
    labels: texts(member(config, 'Labels')),
    size: image.Size,
    mediaType: text(member(image, 'Descriptor'), 'mediaType') ?? text(image, 'ManifestType'),
    volumes: keys(member(config, 'Volumes')),
    stopSignal: text(config, 'StopSignal'),
    healthcheck: hasHealthcheck(list(member(member(config, 'Healthcheck'), 'Test'))),
  };
}

/** What can be told without starting it. `platform`: what the request's instances need. */
export function inspectImage(image: ImageFacts, platform: string = HOST_PLATFORM.value): readonly ConformanceResult[] {
  return [
    platformResult(image, platform),
    mediaTypeResult(image),
    entrypointResult(image),
    userResult(image),
    labelsResult(image),
    volumesResult(image),
    stopSignalResult(image),
    healthcheckResult(image),
    size(image),
  ];
}

function platformResult(image: ImageFacts, platform: string): ConformanceResult {
  return result('image-platform', image.platform === platform ? 'passed' : 'failed', [image.platform], {
    remedy: `Build it with \`--platform ${platform}\`.`,
  });
}

/** `ENTRYPOINT words` becomes `/bin/sh -c "words"`. A script that takes `"$@"` is written so on purpose. */
function entrypointResult({ entrypoint }: ImageFacts): ConformanceResult {
  const [shell = '', flag, script = ''] = entrypoint;
  const dropped = /^(?:\/\S*\/)?(?:ba|da)?sh$/.test(shell) && flag === '-c' && !/\$[@*1]|\$\{[@*1]/.test(script);
  const shown = entrypoint.length === 0 ? 'none: the word itself is the program' : JSON.stringify(entrypoint);
  return result('image-entrypoint', dropped ? 'failed' : 'passed', [`ENTRYPOINT ${shown}`]);
}

function mediaTypeResult({ mediaType }: ImageFacts): ConformanceResult {
  if (mediaType === undefined) {
    return result('image-media-type', 'skipped', ['The engine keeps none: it is made when the image is pushed.']);
  }
  return result('image-media-type', mediaType.includes('.oci.') ? 'failed' : 'passed', [mediaType]);
}

function volumesResult({ volumes }: ImageFacts): ConformanceResult {
  const inTheWay = volumes.filter((path) => isWithin(path, OPT_ML) || isWithin(OPT_ML, path));
  const seen = inTheWay.map((path) => `VOLUME ${path}`);
  return result('image-volumes', seen.length === 0 ? 'passed' : 'failed', seen.length === 0 ? ['none'] : seen);
}

/** Only a note: whether SageMaker follows it is not documented, and base images bring it along. */
function stopSignalResult({ stopSignal }: ImageFacts): ConformanceResult {
  if (stopSignal === undefined || /^(?:SIGTERM|TERM|15)$/.test(stopSignal)) {
    return result('image-stop-signal', 'passed', [stopSignal ?? 'no STOPSIGNAL']);
  }
  return result('image-stop-signal', 'skipped', [
    `STOPSIGNAL ${stopSignal}: SageMaker promises SIGTERM, so the program should end by it as well.`,
  ]);
}

/** Only a note: it does no harm. */
function healthcheckResult({ healthcheck }: ImageFacts): ConformanceResult {
  return healthcheck
    ? result('image-healthcheck', 'skipped', [`SageMaker ignores HEALTHCHECK: it asks ${PING_PATH} instead.`])
    : result('image-healthcheck', 'passed', ['none']);
}

function hasHealthcheck([kind]: readonly unknown[]): boolean {
  return kind !== undefined && kind !== 'NONE';
}

function keys(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function userResult({ user }: ImageFacts): ConformanceResult {
  const root = ['', '0', 'root'].includes(user.split(':')[0] ?? '');
  return result('image-user', root ? 'passed' : 'failed', [user === '' ? 'no USER: root' : `USER ${user}`]);
}

function labelsResult({ labels }: ImageFacts): ConformanceResult {
  const given = Object.entries(labels);
  const capabilities = given.filter(([name]) => LABELS.some((one) => one.capability && one.name === name));
  const wrong = capabilities.filter(([, value]) => value !== CAPABILITY_VALUE);
  const misspelt = given.flatMap(([name]) => {
    const near = nearestLabel(name);
    return near === undefined ? [] : [`${name}: is ${near} meant?`];
  });
  const evidence = [...capabilities.map(([name, value]) => `${name}=${value}`), ...misspelt];
  if (evidence.length === 0) return result('image-labels', 'skipped', ['The image has no capability label.']);
  return result('image-labels', wrong.length + misspelt.length === 0 ? 'passed' : 'failed', evidence);
}

/** Only a note: not every image is for a serverless endpoint. */
function size({ size: bytes }: ImageFacts): ConformanceResult {
  const share = `${(bytes / 1024 ** 3).toFixed(2)} GiB of ${SERVERLESS_IMAGE_BYTES.value / 1024 ** 3} GiB`;
  return bytes <= SERVERLESS_IMAGE_BYTES.value
    ? result('image-size', 'passed', [share])
    : result('image-size', 'skipped', [`${share}: too large for a serverless endpoint; elsewhere it may be.`]);
}
