import { guide } from '../facts';
import type { BuiltInAlgorithm } from './algorithms';

/** A hyperparameter that a training job of an algorithm does not do without. */
export interface AlgorithmSetting {
  readonly name: string;
  /** What to begin with; undefined: only the data tells. */
  readonly value?: string;
  /** What it may be, where AWS gives a short list. */
  readonly choices?: readonly string[];
  /** What it says, in a few words. */
  readonly meaning: string;
  /** It is needed where another one, that comes before, has this value. */
  readonly when?: { readonly name: string; readonly is: string };
}

/** How an algorithm wants its data, from the page about it in AWS's developer guide. */
export interface AlgorithmUse {
  /** Content types of the channels that are required; undefined: the algorithm wants none. */
  readonly channels: Readonly<Record<string, string | undefined>>;
  /** How the objects of the channel `train` go to several hosts. */
  readonly distribution: 'FullyReplicated' | 'ShardedByS3Key';
  /** In the order in which to ask for them: those that are required, and those that others make so. */
  readonly settings: readonly AlgorithmSetting[];
  /** What a batch transform job sends, and what it asks back; undefined: what the algorithm gives by itself. */
  readonly transform: { readonly contentType: string; readonly accept?: string; readonly singleRecord?: true };
  readonly source: string;
}

/** CSV without a label: https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-training.html */
const UNLABELLED_CSV = 'text/csv;label_size=0';
const CSV = 'text/csv';
const PROTOBUF = 'application/x-recordio-protobuf';
const RECORD_IO = 'application/x-recordio';
const IMAGE = 'application/x-image';
const JSON_LINES = 'application/jsonlines';

/** The answer that AWS recommends for batch transform: https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-inference.html */
const CSV_TO_LINES: AlgorithmUse['transform'] = { contentType: CSV, accept: JSON_LINES };
const LINES_TO_LINES: AlgorithmUse['transform'] = { contentType: JSON_LINES, accept: JSON_LINES };

const FEATURES: AlgorithmSetting = { name: 'feature_dim', meaning: 'columns of a row, without the label' };
const CLASSES: AlgorithmSetting = { name: 'num_classes', meaning: 'how many classes there are' };
const SAMPLES: AlgorithmSetting = { name: 'num_training_samples', meaning: 'images in the channel train' };
const TOPICS: AlgorithmSetting = { name: 'num_topics', value: '10', meaning: 'topics to find' };
const VOCABULARY: AlgorithmSetting = { name: 'feature_dim', meaning: 'words of the vocabulary' };

/** For tables in CSV files. */
function table(page: string, train: string, settings: readonly AlgorithmSetting[]): AlgorithmUse {
  return {
    channels: { train },
    distribution: 'FullyReplicated',
    settings,
    transform: CSV_TO_LINES,
    source: guide(page),
  };
}

const USES: Readonly<Record<string, AlgorithmUse>> = {
  blazingtext: {
    ...table('blazingtext', 'text/plain', [
      {
        name: 'mode',
        value: 'supervised',
        choices: ['supervised', 'skipgram', 'cbow', 'batch_skipgram'],
        meaning: 'supervised classifies texts, the others learn word vectors',
      },
    ]),
    transform: LINES_TO_LINES,
  },
  'forecasting-deepar': {
    // https://docs.aws.amazon.com/sagemaker/latest/dg/deepar-in-formats.html: other strategies fail.
    ...table('deepar', 'json', [
      { name: 'time_freq', value: 'D', choices: ['min', 'H', 'D', 'W', 'M'], meaning: 'how far points lie apart' },
      { name: 'prediction_length', value: '14', meaning: 'points to forecast' },
      { name: 'context_length', value: '14', meaning: 'points to look back at; begin with prediction_length' },
      { name: 'epochs', value: '100', meaning: 'passes over the data' },
    ]),
    transform: { ...LINES_TO_LINES, singleRecord: true },
  },
  'factorization-machines': {
    ...table('fact-machines', PROTOBUF, [
      {
        name: 'predictor_type',
        value: 'binary_classifier',
        choices: ['binary_classifier', 'regressor'],
        meaning: 'what is predicted',
      },
      FEATURES,
      { name: 'num_factors', value: '64', meaning: 'size of the factors' },
    ]),
    transform: LINES_TO_LINES,
  },
  'image-classification': {
    ...table('image-classification', RECORD_IO, [CLASSES, SAMPLES]),
    channels: { train: RECORD_IO, validation: RECORD_IO },
    transform: { contentType: IMAGE, accept: JSON_LINES },
  },
  ipinsights: table('ip-insights', CSV, [
    { name: 'num_entity_vectors', value: '20000', meaning: 'twice as many as there are entities' },
    { name: 'vector_dim', value: '128', meaning: 'size of the vectors' },
  ]),
  kmeans: table('k-means', UNLABELLED_CSV, [FEATURES, { name: 'k', value: '10', meaning: 'groups to find' }]),
  knn: table('k-nearest-neighbors', CSV, [
    {
      name: 'predictor_type',
      value: 'classifier',
      choices: ['classifier', 'regressor'],
      meaning: 'what is predicted',
    },
    FEATURES,
    { name: 'k', value: '10', meaning: 'neighbours to look at' },
    { name: 'sample_size', value: '1000', meaning: 'rows to take of the data' },
  ]),
  lda: table('lda', UNLABELLED_CSV, [
    VOCABULARY,
    TOPICS,
    { name: 'mini_batch_size', meaning: 'documents in the channel train' },
  ]),
  'linear-learner': table('linear-learner', CSV, [
    {
      name: 'predictor_type',
      value: 'binary_classifier',
      choices: ['binary_classifier', 'multiclass_classifier', 'regressor'],
      meaning: 'what is predicted',
    },
    { ...CLASSES, when: { name: 'predictor_type', is: 'multiclass_classifier' } },
  ]),
  ntm: table('ntm', UNLABELLED_CSV, [VOCABULARY, TOPICS]),
  object2vec: {
    ...table('object2vec', JSON_LINES, [
      { name: 'enc0_max_seq_len', value: '100', meaning: 'longest sequence of encoder 0' },
      { name: 'enc0_vocab_size', meaning: 'words of the vocabulary of encoder 0' },
    ]),
    transform: LINES_TO_LINES,
  },
  'object-detection': {
    ...table('object-detection', RECORD_IO, [CLASSES, SAMPLES]),
    channels: { train: RECORD_IO, validation: RECORD_IO },
    transform: { contentType: IMAGE },
  },
  pca: table('pca', UNLABELLED_CSV, [
    FEATURES,
    { name: 'num_components', value: '2', meaning: 'columns to be left' },
    { name: 'mini_batch_size', value: '500', meaning: 'rows at a time; no more than there are' },
  ]),
  randomcutforest: {
    // The channel takes no other distribution: https://docs.aws.amazon.com/sagemaker/latest/dg/randomcutforest.html
    ...table('randomcutforest', UNLABELLED_CSV, [FEATURES]),
    distribution: 'ShardedByS3Key',
  },
  'semantic-segmentation': {
    ...table('semantic-segmentation', 'image/jpeg', [CLASSES, SAMPLES]),
    channels: {
      train: 'image/jpeg',
      validation: 'image/jpeg',
      train_annotation: 'image/png',
      validation_annotation: 'image/png',
    },
    transform: { contentType: 'image/jpeg', accept: 'image/png' },
  },
  seq2seq: {
    ...table('seq-2-seq', PROTOBUF, []),
    channels: { train: PROTOBUF, validation: PROTOBUF, vocab: undefined },
    transform: LINES_TO_LINES,
  },
  xgboost: {
    ...table('xgboost', CSV, [
      {
        name: 'objective',
        value: 'reg:squarederror',
        choices: ['reg:squarederror', 'binary:logistic', 'multi:softmax', 'multi:softprob'],
        meaning: 'what is learned: numbers, yes or no, classes',
      },
      { name: 'num_class', meaning: CLASSES.meaning, when: { name: 'objective', is: 'multi:softmax' } },
      { name: 'num_class', meaning: CLASSES.meaning, when: { name: 'objective', is: 'multi:softprob' } },
      { name: 'num_round', value: '100', meaning: 'rounds of boosting' },
    ]),
    transform: { contentType: CSV, accept: CSV },
  },
};

/** How an algorithm wants its data; undefined: it has no image of its own, JumpStart runs it. */
export function algorithmUse(id: string): AlgorithmUse | undefined {
  return Object.hasOwn(USES, id) ? USES[id] : undefined;
}

/** How a transform job cuts input of a content type: https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-inference.html */
export function splitFor(contentType: string): 'Line' | 'None' {
  return contentType === CSV || contentType === JSON_LINES ? 'Line' : 'None';
}

/** Small instance types that every algorithm of the kind trains and serves on, by the pages of the algorithms. */
const SMALL_CPU_TYPE = 'ml.m5.large';
const SMALL_GPU_TYPE = 'ml.g4dn.xlarge';

/** An instance type on which an algorithm trains: one with a GPU only where it needs one. */
export function trainingTypeOf({ trainOn }: BuiltInAlgorithm): string {
  return trainOn.includes('cpu') ? SMALL_CPU_TYPE : SMALL_GPU_TYPE;
}
