import { apiReference, guide, repository } from './facts';
import type { RequirementId } from './requirements';
import type { Role } from './roles';

export const OPT_ML = '/opt/ml';
export const INPUT_DIR = '/opt/ml/input';
export const INPUT_DATA_DIR = '/opt/ml/input/data';
export const INPUT_CONFIG_DIR = '/opt/ml/input/config';
export const MODEL_DIR = '/opt/ml/model';
export const MODEL_CODE_DIR = '/opt/ml/model/code';
export const MODELS_DIR = '/opt/ml/models';
export const ADDITIONAL_MODELS_DIR = '/opt/ml/additional-model-data-sources';
export const OUTPUT_DIR = '/opt/ml/output';
export const OUTPUT_DATA_DIR = '/opt/ml/output/data';
export const OUTPUT_INTERMEDIATE_DIR = '/opt/ml/output/intermediate';
export const FAILURE_FILE = '/opt/ml/output/failure';
/** Metrics that Model Monitor's own containers leave for CloudWatch (byoc-contract-outputs). */
export const OUTPUT_METRICS_DIR = '/opt/ml/output/metrics';
export const MESSAGE_FILE = '/opt/ml/output/message';
export const CODE_DIR = '/opt/ml/code';
export const CHECKPOINTS_DIR = '/opt/ml/checkpoints';
export const PROCESSING_DIR = '/opt/ml/processing';
export const PROCESSING_INPUT_CODE_DIR = '/opt/ml/processing/input/code';
export const PROCESSING_CONFIG_DIR = '/opt/ml/config';

/** Where AWS's samples put the program of an image: nothing is ever mounted there. */
export const PROGRAM_DIR = '/opt/program';

/** Home of the Studio user; the user's volume is mounted over it. */
export const STUDIO_HOME = '/home/sagemaker-user';

/** Directories that belong to Studio. */
export const STUDIO_RESERVED_PATHS: readonly string[] = ['/opt/.sagemakerinternal', OPT_ML, '/var/log/studio'];

/** Numeric user and group of Studio's JupyterLab and Code Editor. */
export const STUDIO_UID = 1000;
export const STUDIO_GID = 100;

/** Directories on the large volume, where caches and scratch files have room. */
export const SCRATCH_DIR = '/tmp';

/** A place below /opt/ml to which SageMaker gives a meaning. */
export interface OptMlPath {
  /** May hold `<channel>` or `<name>` for any one name. */
  readonly path: string;
  /** Markdown: who writes it, and when. */
  readonly summary: string;
  readonly kind: 'file' | 'directory';
  /** Roles in which it has this meaning. */
  readonly roles: readonly Role[];
  readonly writtenBy: 'platform' | 'container' | 'image';
  /** Roles in which a mount hides what the image has there. */
  readonly hiddenByMount: readonly Role[];
  /** Roles in which the container cannot, or must not, write there. */
  readonly readOnlyIn: readonly Role[];
  readonly requirements: readonly RequirementId[];
  readonly source: string;
}

const RUNNING_PAGE = guide('your-algorithms-training-algo-running-container');
const RESERVED_PAGE = guide('your-algorithms-training-algo-dockerfile');
const STORAGE_PAGE = guide('model-train-storage-env-var-summary');
const INFERENCE_PAGE = guide('your-algorithms-inference-code');
const PROCESSING_PAGE = guide('build-your-own-processing-container');
const SUCCESS_PAGE = guide('your-algorithms-training-signal-success-failure');

export const OPT_ML_PATHS: readonly OptMlPath[] = [
  {
    path: OPT_ML,
    summary:
      'SageMaker’s own tree. It is reserved; what the image puts here can be hidden where SageMaker mounts a directory.',
    kind: 'directory',
    roles: ['training', 'inference', 'multi-model', 'pipeline', 'processing'],
    writtenBy: 'platform',
    hiddenByMount: [],
    readOnlyIn: [],
    requirements: ['FS-01', 'FS-04'],
    source: RESERVED_PAGE,
  },
  {
    path: INPUT_DIR,
    summary: 'Everything a training job receives: `config/` and `data/`. SageMaker mounts it before training starts.',
    kind: 'directory',
    roles: ['training'],
    writtenBy: 'platform',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements: ['FS-01'],
    source: RESERVED_PAGE,
  },
  {
    path: INPUT_CONFIG_DIR,
    summary:
      'JSON files that describe the training job: hyperparameters, channels, hosts. There is no such directory when serving.',
    kind: 'directory',
    roles: ['training'],
    writtenBy: 'platform',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements: ['FS-13', 'FS-14'],
    source: RUNNING_PAGE,
  },
  configFile('hyperparameters.json', 'The job’s hyperparameters: a flat object whose values are all strings.', [
    'CFG-01',
    'FS-13',
  ]),
  configFile('inputdataconfig.json', 'The channels of the job, with content type, input mode and distribution.', [
    'CFG-03',
    'FS-13',
  ]),
  configFile('resourceconfig.json', 'The hosts of the job: `current_host`, `hosts`, `network_interface_name`.', [
    'CFG-05',
    'FS-13',
  ]),
  configFile('checkpointconfig.json', 'Where checkpoints go. Only there when the job has a `CheckpointConfig`.', [
    'CFG-07',
  ]),
  configFile('debughookconfig.json', 'Debugger’s hook. Only there when the job has a `DebugHookConfig`.', ['CFG-07']),
  configFile('profilerconfig.json', 'The profiler’s settings. Only there when the job has a `ProfilerConfig`.', [
    'CFG-07',
  ]),
  configFile('tensorboardoutputconfig.json', 'TensorBoard’s output. Only there when the job asks for it.', ['CFG-07']),
  {
    path: INPUT_DATA_DIR,
    summary: 'One directory (File and FastFile mode) or one FIFO per epoch (Pipe mode) for each channel of the job.',
    kind: 'directory',
    roles: ['training'],
    writtenBy: 'platform',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements: ['CFG-04', 'FS-01'],
    source: RUNNING_PAGE,
  },
  {
    path: `${INPUT_DATA_DIR}/<channel>`,
    summary:
      'The data of one channel, under the name the job gives it. SageMaker fills it before training starts; never write here (FastFile mode is read-only).',
    kind: 'directory',
    roles: ['training'],
    writtenBy: 'platform',
    hiddenByMount: ['training'],
    readOnlyIn: ['training'],
    requirements: ['CFG-04', 'FS-15', 'DATA-02'],
    source: guide('model-access-training-data'),
  },
  {
    path: MODEL_DIR,
    summary:
      'Training writes the finished model here, and SageMaker uploads it as `model.tar.gz`. When serving, SageMaker unpacks the model here before the container starts, read-only.',
    kind: 'directory',
    roles: ['training', 'inference', 'pipeline'],
    writtenBy: 'container',
    hiddenByMount: ['training', 'inference', 'pipeline'],
    readOnlyIn: ['inference', 'pipeline'],
    requirements: ['FS-02', 'FS-05', 'FS-09'],
    source: INFERENCE_PAGE,
  },
  {
    path: MODEL_CODE_DIR,
    summary:
      'Code that travels with the model: SageMaker’s inference toolkits look here for `inference.py` and `requirements.txt`.',
    kind: 'directory',
    roles: ['inference', 'pipeline'],
    writtenBy: 'platform',
    hiddenByMount: ['inference', 'pipeline'],
    readOnlyIn: ['inference', 'pipeline'],
    requirements: ['FS-02', 'TK-06'],
    source: repository('aws/sagemaker-inference-toolkit', 'README.md'),
  },
  {
    path: MODELS_DIR,
    summary:
      'Models of a multi-model endpoint, each at `<name>/model`. SageMaker puts them here when they are first asked for, and takes them away again.',
    kind: 'directory',
    roles: ['multi-model'],
    writtenBy: 'platform',
    hiddenByMount: ['multi-model'],
    readOnlyIn: ['multi-model'],
    requirements: ['FS-12', 'MME-03'],
    source: guide('mms-container-apis'),
  },
  {
    path: ADDITIONAL_MODELS_DIR,
    summary: 'Further models of an endpoint (`AdditionalModelDataSources`), one directory each, read-only.',
    kind: 'directory',
    roles: ['inference'],
    writtenBy: 'platform',
    hiddenByMount: ['inference'],
    readOnlyIn: ['inference'],
    requirements: ['FS-12'],
    source: apiReference('ContainerDefinition'),
  },
  {
    path: OUTPUT_DIR,
    summary: 'What a training job leaves beside the model: `data/` and the `failure` file.',
    kind: 'directory',
    roles: ['training'],
    writtenBy: 'container',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements: ['FS-01', 'FS-06'],
    source: RESERVED_PAGE,
  },
  {
    path: OUTPUT_DATA_DIR,
    summary: 'Side outputs of a training job; SageMaker uploads them as `output.tar.gz`, also when the job fails.',
    kind: 'directory',
    roles: ['training'],
    writtenBy: 'container',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements: ['FS-06'],
    source: STORAGE_PAGE,
  },
  {
    path: OUTPUT_INTERMEDIATE_DIR,
    summary: 'Intermediate outputs: a convention of the training toolkit.',
    kind: 'directory',
    roles: ['training'],
    writtenBy: 'container',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements: ['FS-06'],
    source: STORAGE_PAGE,
  },
  {
    path: FAILURE_FILE,
    summary:
      'Why training failed, as text. The first 1,024 characters appear as the job’s `FailureReason`; do not create it on success.',
    kind: 'file',
    roles: ['training'],
    writtenBy: 'container',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements: ['EXIT-02'],
    source: SUCCESS_PAGE,
  },
  {
    path: MESSAGE_FILE,
    summary: 'A processing job’s closing words, valid UTF-8. The first KB appears as the job’s `ExitMessage`.',
    kind: 'file',
    roles: ['processing'],
    writtenBy: 'container',
    hiddenByMount: [],
    readOnlyIn: [],
    requirements: ['EXIT-07'],
    source: PROCESSING_PAGE,
  },
  {
    path: CODE_DIR,
    summary:
      'Training code baked into the image: the training toolkit runs `$SAGEMAKER_PROGRAM` from here. Nothing is mounted over it.',
    kind: 'directory',
    roles: ['training', 'inference'],
    writtenBy: 'image',
    hiddenByMount: [],
    readOnlyIn: [],
    requirements: ['TK-02'],
    source: repository('aws/sagemaker-training-toolkit', 'README.md'),
  },
  {
    path: CHECKPOINTS_DIR,
    summary:
      'Checkpoints. When the job has a `CheckpointConfig`, SageMaker restores them before training and copies changes to S3 all the while, deletions too.',
    kind: 'directory',
    roles: ['training'],
    writtenBy: 'container',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements: ['FS-03', 'FS-07'],
    source: guide('model-checkpoints'),
  },
  {
    path: PROCESSING_DIR,
    summary: 'Inputs and outputs of a processing job, at paths that the job names.',
    kind: 'directory',
    roles: ['processing'],
    writtenBy: 'platform',
    hiddenByMount: ['processing'],
    readOnlyIn: [],
    requirements: ['FS-03', 'PROC-01'],
    source: PROCESSING_PAGE,
  },
  {
    path: PROCESSING_CONFIG_DIR,
    summary: 'JSON files that describe a processing job. (Training has them in `/opt/ml/input/config`.)',
    kind: 'directory',
    roles: ['processing'],
    writtenBy: 'platform',
    hiddenByMount: ['processing'],
    readOnlyIn: [],
    requirements: ['PROC-02'],
    source: PROCESSING_PAGE,
  },
  {
    path: `${PROCESSING_CONFIG_DIR}/processingjobconfig.json`,
    summary: 'The `CreateProcessingJob` request of this job.',
    kind: 'file',
    roles: ['processing'],
    writtenBy: 'platform',
    hiddenByMount: ['processing'],
    readOnlyIn: [],
    requirements: ['PROC-02'],
    source: PROCESSING_PAGE,
  },
  {
    path: `${PROCESSING_CONFIG_DIR}/resourceconfig.json`,
    summary: 'The hosts of this processing job: `current_host` and `hosts`.',
    kind: 'file',
    roles: ['processing'],
    writtenBy: 'platform',
    hiddenByMount: ['processing'],
    readOnlyIn: [],
    requirements: ['PROC-02'],
    source: PROCESSING_PAGE,
  },
];

function configFile(name: string, summary: string, requirements: readonly RequirementId[]): OptMlPath {
  return {
    path: `${INPUT_CONFIG_DIR}/${name}`,
    summary,
    kind: 'file',
    roles: ['training'],
    writtenBy: 'platform',
    hiddenByMount: ['training'],
    readOnlyIn: [],
    requirements,
    source: RUNNING_PAGE,
  };
}
