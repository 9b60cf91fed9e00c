import { OPT_ML } from '../../../contract/opt-ml';
import type { Entry } from './types';

/** What can be told without starting the image. In the order of their results. */
export const IMAGE_TESTS = {
  'image-platform': {
    title: 'The image is for the processors of SageMaker’s hosts',
    requirements: ['IMG-03'],
    remedy: 'Build it with `--platform linux/amd64`.',
    place: 'from',
  },
  'image-media-type': {
    title: 'The image has the format that CreateModel takes',
    requirements: ['IMG-01'],
    remedy:
      'Build it with Docker’s own media types: `docker buildx build --provenance=false --output type=docker,oci-mediatypes=false`.',
    place: 'from',
  },
  'image-entrypoint': {
    title: 'The entry point takes the word that SageMaker appends',
    requirements: ['LAUNCH-04'],
    remedy: 'Write ENTRYPOINT as a JSON array: the shell form drops the word and keeps SIGTERM to itself.',
    place: 'entrypoint',
  },
  'image-user': {
    title: 'The container runs as root',
    requirements: ['LAUNCH-16'],
    remedy: 'Remove the last USER of the Dockerfile: SageMaker’s directories belong to root.',
    place: 'user',
  },
  'image-labels': {
    title: 'Capability labels have the value that SageMaker reads',
    requirements: ['IMG-11', 'MME-01', 'PIPE-02'],
    remedy: 'Give the label the value `true`, in the last stage.',
    place: 'label',
  },
  'image-volumes': {
    title: 'No VOLUME competes with SageMaker’s directories',
    requirements: ['FS-04'],
    remedy: `Remove VOLUME: SageMaker mounts what is below ${OPT_ML}.`,
    place: 'volume',
  },
  'image-stop-signal': {
    title: 'It is stopped by SIGTERM',
    requirements: ['EXIT-06'],
    remedy: '',
    place: 'stopsignal',
  },
  'image-healthcheck': {
    title: 'It has no HEALTHCHECK, which SageMaker ignores',
    requirements: ['LAUNCH-18'],
    remedy: '',
    place: 'healthcheck',
  },
  'image-size': {
    title: 'The image is small enough for a serverless endpoint',
    requirements: ['SLS-01'],
    remedy: '',
    place: 'from',
  },
} as const satisfies Readonly<Record<string, Entry>>;
