import { TRAIN_WORD } from '../../../contract/launch';
import { INPUT_DATA_DIR, MODEL_DIR } from '../../../contract/opt-ml';
import type { Entry } from './types';

/** What is tried with `train`. In the order of their results. */
export const TRAINING_TESTS = {
  'train-starts': {
    title: `It starts with \`${TRAIN_WORD}\``,
    requirements: ['LAUNCH-01'],
    remedy: `Put an executable program \`${TRAIN_WORD}\` on PATH, or an ENTRYPOINT that takes the word.`,
    place: 'entrypoint',
  },
  'train-succeeds': {
    title: 'It ends with exit code 0',
    requirements: ['EXIT-01'],
    remedy: 'Look at its last lines; give it the data it needs with --channel, and settings with --hyperparameter.',
    place: 'train',
  },
  'train-model': {
    title: 'It leaves a model',
    requirements: ['FS-05'],
    remedy: `Write the model below ${MODEL_DIR}: only that is kept.`,
    place: 'train',
  },
  'train-failure': {
    title: 'It says why it failed',
    requirements: ['EXIT-02'],
    remedy: '',
    place: 'train',
  },
  'train-stops': {
    title: 'It ends within 120 seconds of SIGTERM',
    requirements: ['EXIT-03'],
    remedy: 'Handle SIGTERM in the first process: save what there is, and exit.',
    place: 'entrypoint',
  },
  'train-two-hosts': {
    title: 'It trains on two hosts',
    requirements: ['CFG-05', 'CFG-06'],
    remedy:
      'Read `hosts` and `current_host` from resourceconfig.json, retry until the names of the others resolve, and end on every host.',
    place: 'train',
  },
  'train-isolated': {
    title: 'It trains without a network',
    requirements: ['NET-01'],
    remedy: 'Put what it downloads (packages, weights) into the image or into a channel.',
    place: 'train',
  },
  'train-pipe': {
    title: 'It reads its channels in Pipe mode',
    requirements: ['DATA-02'],
    remedy: `Read the pipe \`${INPUT_DATA_DIR}/<channel>_<epoch>\` from its begin to its end, epoch 0 first.`,
    place: 'train',
  },
} as const satisfies Readonly<Record<string, Entry>>;
