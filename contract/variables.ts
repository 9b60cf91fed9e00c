import { apiReference, guide, repository } from './facts';
import type { RequirementId } from './requirements';
import type { Role } from './roles';

export const BIND_TO_PORT_VARIABLE = 'SAGEMAKER_BIND_TO_PORT';
export const SAFE_PORT_RANGE_VARIABLE = 'SAGEMAKER_SAFE_PORT_RANGE';
export const MULTI_MODEL_VARIABLE = 'SAGEMAKER_MULTI_MODEL';
export const BATCH_VARIABLE = 'SAGEMAKER_BATCH';
export const BATCH_STRATEGY_VARIABLE = 'SAGEMAKER_BATCH_STRATEGY';
export const MAX_PAYLOAD_VARIABLE = 'SAGEMAKER_MAX_PAYLOAD_IN_MB';
export const MAX_CONCURRENT_TRANSFORMS_VARIABLE = 'SAGEMAKER_MAX_CONCURRENT_TRANSFORMS';
export const TRAINING_JOB_NAME_VARIABLE = 'TRAINING_JOB_NAME';
export const TRAINING_JOB_ARN_VARIABLE = 'TRAINING_JOB_ARN';
export const CREDENTIALS_URI_VARIABLE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
export const PROGRAM_VARIABLE = 'SAGEMAKER_PROGRAM';
export const SUBMIT_DIRECTORY_VARIABLE = 'SAGEMAKER_SUBMIT_DIRECTORY';
export const TRAINING_MODULE_VARIABLE = 'SAGEMAKER_TRAINING_MODULE';
export const SERVING_MODULE_VARIABLE = 'SAGEMAKER_SERVING_MODULE';
export const MODEL_SERVER_WORKERS_VARIABLE = 'SAGEMAKER_MODEL_SERVER_WORKERS';
export const MODEL_SERVER_TIMEOUT_VARIABLE = 'SAGEMAKER_MODEL_SERVER_TIMEOUT';
export const MODEL_DIR_VARIABLE = 'SM_MODEL_DIR';
export const UNBUFFERED_VARIABLE = 'PYTHONUNBUFFERED';
export const NO_BYTECODE_VARIABLE = 'PYTHONDONTWRITEBYTECODE';

/** Variables that hold AWS credentials. In an image they are a leak, and they override the execution role. */
export const CREDENTIAL_VARIABLES: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
];

/** Who gives a variable its meaning. */
export type Origin = 'platform' | 'training-toolkit' | 'inference-toolkit' | 'sdk-driver' | 'framework' | 'user';

/** An environment variable with a meaning on SageMaker. */
export interface EnvironmentVariable {
  /** May hold `<NAME>` for any one name: `SM_CHANNEL_<NAME>`. */
  readonly name: string;
  readonly origin: Origin;
  readonly roles: readonly Role[];
  /** Markdown. */
  readonly summary: string;
  readonly example: string;
  /** Who sets it, in words. */
  readonly setBy: string;
  /** Whether an image may set it. SageMaker's own variables only work when SageMaker sets them. */
  readonly mayBake: boolean;
  readonly requirements: readonly RequirementId[];
  readonly source: string;
}

type Row = readonly [name: string, example: string, summary: string];

interface Group extends Omit<EnvironmentVariable, 'name' | 'example' | 'summary'> {
  readonly rows: readonly Row[];
}

const SERVING: readonly Role[] = ['inference', 'multi-model', 'pipeline'];
const JOBS: readonly Role[] = ['training', 'inference', 'multi-model', 'pipeline', 'processing'];
const TOOLKIT_SOURCE = repository('aws/sagemaker-training-toolkit', 'ENVIRONMENT_VARIABLES.md');
const TOOLKIT_README = repository('aws/sagemaker-training-toolkit', 'README.md');
const TOOLKIT_PARAMETERS = repository('aws/sagemaker-training-toolkit', 'src/sagemaker_training/params.py');
const INFERENCE_SOURCE = repository('aws/sagemaker-inference-toolkit', 'src/sagemaker_inference/environment.py');
const SDK_SOURCE = repository('aws/sagemaker-python-sdk', 'sagemaker-train/src/sagemaker/train/container_drivers');
const TFS_SOURCE = repository('aws/sagemaker-tensorflow-serving-container', 'README.md');
const TRITON_SOURCE = repository('triton-inference-server/server', 'docker/sagemaker/serve');

const GROUPS: readonly Group[] = [
  {
    origin: 'platform',
    roles: ['pipeline', 'multi-model', 'inference'],
    setBy: 'SageMaker, in inference pipelines and multi-container endpoints',
    mayBake: false,
    requirements: ['PIPE-01', 'PIPE-03', 'ENV-07'],
    source: guide('inference-pipeline-real-time'),
    rows: [
      [BIND_TO_PORT_VARIABLE, '8081', 'The port on which the server must listen. Unset: 8080.'],
      [SAFE_PORT_RANGE_VARIABLE, '9000-9999', 'Ports that the container may use besides, both ends included.'],
    ],
  },
  {
    origin: 'platform',
    roles: ['multi-model'],
    setBy: 'SageMaker, in multi-model endpoints',
    mayBake: false,
    requirements: ['MME-03', 'ENV-07'],
    source: guide('mms-container-apis'),
    rows: [[MULTI_MODEL_VARIABLE, 'true', 'Set to `true` when the container serves a multi-model endpoint.']],
  },
  {
    origin: 'platform',
    roles: ['inference'],
    setBy: 'SageMaker, in batch transform jobs',
    mayBake: false,
    requirements: ['BATCH-01', 'ENV-07'],
    source: guide('your-algorithms-batch-code'),
    rows: [
      [BATCH_VARIABLE, 'true', 'Set to `true` when the container works for a batch transform job.'],
      [BATCH_STRATEGY_VARIABLE, 'MULTI_RECORD', 'How records are put together: `SINGLE_RECORD` or `MULTI_RECORD`.'],
      [MAX_PAYLOAD_VARIABLE, '6', 'Largest request of the transform job, in MB.'],
      [MAX_CONCURRENT_TRANSFORMS_VARIABLE, '4', 'Requests that the transform job sends at a time.'],
    ],
  },
  {
    origin: 'platform',
    roles: ['training'],
    setBy: 'SageMaker, in training jobs',
    mayBake: false,
    requirements: ['ENV-01', 'ENV-07'],
    source: guide('your-algorithms-training-algo-running-container'),
    rows: [
      [TRAINING_JOB_NAME_VARIABLE, 'my-job-2026-08-21', 'Name of the training job.'],
      [TRAINING_JOB_ARN_VARIABLE, 'arn:aws:sagemaker:…:training-job/my-job', 'ARN of the training job.'],
    ],
  },
  {
    origin: 'platform',
    roles: JOBS,
    setBy: 'SageMaker, for the execution role',
    mayBake: false,
    requirements: ['ENV-07', 'ENV-08'],
    source: apiReference('CreateTrainingJob'),
    rows: [[CREDENTIALS_URI_VARIABLE, '/v2/credentials/…', 'Where AWS SDKs fetch the execution role’s credentials.']],
  },
  {
    origin: 'platform',
    roles: JOBS,
    setBy: 'nobody: credentials come from the execution role',
    mayBake: false,
    requirements: ['ENV-08'],
    source: apiReference('CreateTrainingJob'),
    rows: CREDENTIAL_VARIABLES.map((name): Row => [
      name,
      '',
      'AWS credentials. In an image they are readable by everyone who can pull it, and they override the execution role.',
    ]),
  },
  {
    origin: 'user',
    roles: JOBS,
    setBy: 'you, or the job’s environment',
    mayBake: true,
    requirements: ['ENV-09'],
    source: TOOLKIT_PARAMETERS,
    rows: [
      [
        'AWS_REGION',
        'eu-west-1',
        'Region of AWS SDKs. SageMaker does not promise to set it: pass it in the job’s environment.',
      ],
      ['AWS_DEFAULT_REGION', 'eu-west-1', 'Region of boto3 and the AWS CLI. SageMaker does not promise to set it.'],
    ],
  },
  {
    origin: 'training-toolkit',
    roles: ['training'],
    setBy: 'you (ENV), or the SDK by hyperparameter',
    mayBake: true,
    requirements: ['ENV-06', 'TK-02'],
    source: TOOLKIT_README,
    rows: [
      [
        PROGRAM_VARIABLE,
        'train.py',
        'The script that the toolkits run: for training a file in /opt/ml/code, for inference one in /opt/ml/model/code.',
      ],
      [SUBMIT_DIRECTORY_VARIABLE, '/opt/ml/code', 'Where the script lies: a directory or the S3 URI of a `.tar.gz`.'],
      [TRAINING_MODULE_VARIABLE, 'my_package.training:main', 'Function that `train` calls instead of a script.'],
    ],
  },
  {
    origin: 'training-toolkit',
    roles: ['training', 'inference'],
    setBy: 'you (ENV), or the SDK',
    mayBake: true,
    requirements: ['ENV-06', 'ENV-09'],
    source: TOOLKIT_PARAMETERS,
    rows: [
      [
        SERVING_MODULE_VARIABLE,
        'my_package.serving:main',
        'Function that the `serve` program of `sagemaker-containers` calls.',
      ],
      ['SAGEMAKER_CONTAINER_LOG_LEVEL', '20', 'Log level of the toolkits, as a number (20 is INFO).'],
      ['SAGEMAKER_REGION', 'eu-west-1', 'Region of the job.'],
      ['SAGEMAKER_JOB_NAME', 'my-job', 'Name of the training job.'],
      ['SAGEMAKER_ENABLE_CLOUDWATCH_METRICS', 'false', 'Whether the (old) toolkit sends metrics to CloudWatch.'],
      ['SAGEMAKER_S3_OUTPUT', 's3://bucket/prefix', 'Where intermediate outputs are uploaded.'],
      ['SAGEMAKER_BASE_DIR', '/opt/ml', 'Root of SageMaker’s tree; changed only in tests.'],
      ['CURRENT_HOST', 'algo-1', 'Name of this host, for the framework toolkits.'],
      ['S3_ENDPOINT_URL', 'https://…', 'Other endpoint of S3, for downloads of the toolkit.'],
    ],
  },
  {
    origin: 'inference-toolkit',
    roles: SERVING,
    setBy: 'you (ENV), or the model’s environment',
    mayBake: true,
    requirements: ['TK-06', 'TK-07'],
    source: INFERENCE_SOURCE,
    rows: [
      [
        MODEL_SERVER_WORKERS_VARIABLE,
        '1',
        'Worker processes of the model server. Unset: one for each vCPU, each with its copy of the model.',
      ],
      [MODEL_SERVER_TIMEOUT_VARIABLE, '60', 'Seconds after which a silent worker is restarted.'],
      ['SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS', '60', 'Seconds after which a silent worker is restarted.'],
      ['SAGEMAKER_STARTUP_TIMEOUT', '600', 'Seconds a worker may take to load the model.'],
      [
        'SAGEMAKER_MODEL_SERVER_VMARGS',
        '-XX:-UseContainerSupport',
        'Options of the model server’s Java virtual machine.',
      ],
      ['SAGEMAKER_ADDITIONAL_MODEL_SERVER_OPTIONS', '…', 'Further options of the model server.'],
      [
        'SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT',
        'application/json',
        'Content type of answers to requests without an Accept header.',
      ],
      ['SAGEMAKER_NUM_MODEL_WORKERS', '1', 'Workers of the model server for each model.'],
    ],
  },
  {
    origin: 'inference-toolkit',
    roles: SERVING,
    setBy: 'you (ENV), or the model’s environment: the PyTorch image (TorchServe) reads it',
    mayBake: true,
    requirements: ['TK-06'],
    source: repository('aws/sagemaker-pytorch-inference-toolkit', 'README.md'),
    rows: [
      ['SAGEMAKER_TS_BATCH_SIZE', '1', 'Requests that TorchServe puts together.'],
      ['SAGEMAKER_TS_MAX_BATCH_DELAY', '100', 'Milliseconds that TorchServe waits for a full batch.'],
      ['SAGEMAKER_TS_MIN_WORKERS', '1', 'Fewest workers of TorchServe.'],
      ['SAGEMAKER_TS_MAX_WORKERS', '1', 'Most workers of TorchServe.'],
      ['SAGEMAKER_TS_RESPONSE_TIMEOUT', '60', 'Seconds TorchServe waits for a worker.'],
    ],
  },
  {
    origin: 'inference-toolkit',
    roles: SERVING,
    setBy: 'you (ENV), or the model’s environment: the TensorFlow Serving image reads it',
    mayBake: true,
    requirements: ['WEB-04'],
    source: TFS_SOURCE,
    rows: [
      ['SAGEMAKER_TFS_ENABLE_BATCHING', 'true', 'Whether TensorFlow Serving puts requests together.'],
      ['SAGEMAKER_TFS_MAX_BATCH_SIZE', '32', 'Largest batch.'],
      ['SAGEMAKER_TFS_BATCH_TIMEOUT_MICROS', '100000', 'Microseconds to wait for a full batch.'],
      ['SAGEMAKER_TFS_NUM_BATCH_THREADS', '16', 'Batches worked on at a time.'],
      ['SAGEMAKER_TFS_MAX_ENQUEUED_BATCHES', '10000', 'Batches that may wait.'],
      ['SAGEMAKER_TFS_DEFAULT_MODEL_NAME', 'model', 'Model that answers when the request names none.'],
      ['SAGEMAKER_TFS_VERSION', '2.16', 'Version of TensorFlow Serving in the image.'],
      ['SAGEMAKER_TFS_INSTANCE_COUNT', '1', 'Processes of TensorFlow Serving.'],
      ['SAGEMAKER_TFS_FRACTIONAL_GPU_MEM_MARGIN', '0.2', 'Share of GPU memory left free.'],
      ['SAGEMAKER_TFS_WAIT_TIME_SECONDS', '300', 'Seconds to wait until the model is loaded.'],
      ['SAGEMAKER_TFS_INTER_OP_PARALLELISM', '0', 'TensorFlow’s inter-op threads.'],
      ['SAGEMAKER_TFS_INTRA_OP_PARALLELISM', '0', 'TensorFlow’s intra-op threads.'],
      ['SAGEMAKER_GUNICORN_LOGLEVEL', 'info', 'Log level of gunicorn.'],
      ['SAGEMAKER_GUNICORN_WORKERS', '2', 'Workers of gunicorn.'],
      ['SAGEMAKER_GUNICORN_THREADS', '2', 'Threads of each gunicorn worker.'],
      ['SAGEMAKER_GUNICORN_WORKER_CLASS', 'gevent', 'Kind of gunicorn’s workers.'],
      ['SAGEMAKER_GUNICORN_TIMEOUT_SECONDS', '60', 'Seconds after which gunicorn kills a silent worker.'],
      ['SAGEMAKER_NGINX_PROXY_READ_TIMEOUT_SECONDS', '120', 'Seconds nginx waits for gunicorn.'],
    ],
  },
  {
    origin: 'inference-toolkit',
    roles: SERVING,
    setBy: 'you (ENV), or the model’s environment: the Triton image reads it',
    mayBake: true,
    requirements: ['MME-06'],
    source: TRITON_SOURCE,
    rows: [
      ['SAGEMAKER_TRITON_DEFAULT_MODEL_NAME', 'model', 'The model to load from /opt/ml/model.'],
      ['SAGEMAKER_TRITON_LOG_VERBOSE', 'true', 'Whether Triton logs much.'],
      ['SAGEMAKER_TRITON_LOG_INFO', 'true', 'Whether Triton logs information.'],
      ['SAGEMAKER_TRITON_LOG_WARNING', 'true', 'Whether Triton logs warnings.'],
      ['SAGEMAKER_TRITON_LOG_ERROR', 'true', 'Whether Triton logs errors.'],
      ['SAGEMAKER_TRITON_THREAD_COUNT', '8', 'Threads for HTTP.'],
      ['SAGEMAKER_TRITON_BUFFER_MANAGER_THREAD_COUNT', '2', 'Threads that copy tensors.'],
      ['SAGEMAKER_TRITON_SHM_DEFAULT_BYTE_SIZE', '16777216', 'Shared memory of the Python backend, in bytes.'],
      ['SAGEMAKER_TRITON_SHM_GROWTH_BYTE_SIZE', '1048576', 'Step by which that memory grows, in bytes.'],
      ['SAGEMAKER_TRITON_TENSORFLOW_VERSION', '2', 'TensorFlow version of the TensorFlow backend.'],
      ['SAGEMAKER_TRITON_MODEL_LOAD_GPU_LIMIT', '0.8', 'Share of GPU memory that models may fill.'],
      ['SAGEMAKER_TRITON_DISABLE_MODEL_NAMESPACING', 'true', 'Value of Triton’s `--model-namespacing`.'],
    ],
  },
  {
    origin: 'training-toolkit',
    roles: ['training'],
    setBy: 'the training toolkit, or the SDK’s `ModelTrainer`; not SageMaker itself',
    mayBake: true,
    requirements: ['ENV-03', 'ENV-04'],
    source: TOOLKIT_SOURCE,
    rows: [
      [MODEL_DIR_VARIABLE, '/opt/ml/model', 'Where the finished model goes.'],
      ['SM_OUTPUT_DIR', '/opt/ml/output', 'Where outputs and the failure file go.'],
      ['SM_OUTPUT_DATA_DIR', '/opt/ml/output/data', 'Where side outputs go.'],
      ['SM_OUTPUT_INTERMEDIATE_DIR', '/opt/ml/output/intermediate', 'Where intermediate outputs go.'],
      ['SM_INPUT_DIR', '/opt/ml/input', 'Where the job’s inputs are.'],
      ['SM_INPUT_CONFIG_DIR', '/opt/ml/input/config', 'Where the job’s configuration files are.'],
      ['SM_CHANNELS', '["training","testing"]', 'Names of the job’s channels, as JSON.'],
      ['SM_CHANNEL_<NAME>', '/opt/ml/input/data/training', 'Directory of one channel; its name in capitals.'],
      ['SM_HPS', '{"epochs":10}', 'All hyperparameters, as JSON.'],
      ['SM_HP_<NAME>', '10', 'One hyperparameter; its name in capitals.'],
      ['SM_CURRENT_HOST', 'algo-1', 'Name of this host.'],
      ['SM_HOSTS', '["algo-1","algo-2"]', 'Names of all hosts, as JSON.'],
      ['SM_NUM_GPUS', '1', 'GPUs of this host.'],
      ['SM_NUM_NEURONS', '0', 'Neuron cores of this host.'],
      ['SM_NUM_CPUS', '4', 'CPUs of this host.'],
      ['SM_LOG_LEVEL', '20', 'Log level, as a number.'],
      ['SM_NETWORK_INTERFACE_NAME', 'eth0', 'Network interface between the hosts.'],
      ['SM_USER_ARGS', '["--epochs","10"]', 'Arguments of the script, as JSON.'],
      ['SM_USER_ENTRY_POINT', 'train.py', 'The script.'],
      ['SM_RESOURCE_CONFIG', '{…}', 'Content of `resourceconfig.json`.'],
      ['SM_INPUT_DATA_CONFIG', '{…}', 'Content of `inputdataconfig.json`.'],
      ['SM_TRAINING_ENV', '{…}', 'All of this, as one JSON object.'],
      ['SM_FRAMEWORK_MODULE', 'sagemaker_pytorch_container.training:main', 'Function that `train` calls.'],
      ['SM_FRAMEWORK_PARAMS', '{}', 'Parameters of the framework, as JSON.'],
      ['SM_MODULE_NAME', 'train', 'Module name of the script.'],
      ['SM_MODULE_DIR', '/opt/ml/code', 'Where the script comes from.'],
      ['SM_CURRENT_INSTANCE_TYPE', 'ml.p4d.24xlarge', 'Instance type of this host.'],
      ['SM_CURRENT_INSTANCE_GROUP', 'homogeneousCluster', 'Instance group of this host.'],
      ['SM_CURRENT_INSTANCE_GROUP_HOSTS', '["algo-1"]', 'Hosts of this instance group, as JSON.'],
      ['SM_INSTANCE_GROUPS', '["homogeneousCluster"]', 'Names of the instance groups, as JSON.'],
      ['SM_INSTANCE_GROUPS_DICT', '{…}', 'The instance groups, as JSON.'],
      ['SM_DISTRIBUTION_INSTANCE_GROUPS', '[…]', 'Instance groups that train together, as JSON.'],
      ['SM_IS_HETERO', 'false', 'Whether the job has several kinds of instances.'],
      ['SM_TOPOLOGY', '{…}', 'Network topology of the hosts, where there is one.'],
    ],
  },
  {
    origin: 'sdk-driver',
    roles: ['training'],
    setBy: 'the SDK’s `ModelTrainer`',
    mayBake: true,
    requirements: ['ENV-05'],
    source: SDK_SOURCE,
    rows: [
      ['SM_INPUT_DATA_DIR', '/opt/ml/input/data', 'Where the channels are.'],
      ['SM_OUTPUT_FAILURE', '/opt/ml/output/failure', 'The failure file.'],
      ['SM_SOURCE_DIR', '/opt/ml/input/data/code', 'Where the source code is.'],
      ['SM_ENTRY_SCRIPT', 'train.py', 'The script.'],
      ['SM_MASTER_ADDR', 'algo-1', 'The first host.'],
      ['SM_MASTER_PORT', '7777', 'Port of the first host.'],
      ['SM_HOST_COUNT', '2', 'Number of hosts.'],
      ['SM_CURRENT_HOST_RANK', '0', 'Rank of this host.'],
      ['SM_DISTRIBUTED_CONFIG', '{…}', 'Settings of distributed training, as JSON.'],
    ],
  },
  {
    origin: 'framework',
    roles: ['training', 'inference'],
    setBy: 'the image',
    mayBake: true,
    requirements: ['GPU-02'],
    source: 'https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html',
    rows: [
      [
        'NVIDIA_VISIBLE_DEVICES',
        'all',
        'GPUs that the container sees. Without it, an image not built on CUDA sees none.',
      ],
      ['NVIDIA_DRIVER_CAPABILITIES', 'compute,utility', 'Parts of the driver that the container gets.'],
      [
        'NVIDIA_REQUIRE_CUDA',
        'cuda>=12.4',
        'CUDA version that the host must support; otherwise the container does not start.',
      ],
      ['NVIDIA_DISABLE_REQUIRE', 'true', 'Starts the container whatever `NVIDIA_REQUIRE_CUDA` says.'],
    ],
  },
  {
    origin: 'framework',
    roles: JOBS,
    setBy: 'the image',
    mayBake: true,
    requirements: ['ENV-10', 'FS-09'],
    source: guide('logging-cloudwatch'),
    rows: [
      [
        UNBUFFERED_VARIABLE,
        '1',
        'Python writes logs at once, so that CloudWatch has them even when the container dies.',
      ],
      [NO_BYTECODE_VARIABLE, '1', 'Python writes no `.pyc` files: /opt/ml/model is read-only when serving.'],
    ],
  },
  {
    origin: 'framework',
    roles: SERVING,
    setBy: 'you (ENV), or the model’s environment: the samples’ `serve` script reads it',
    mayBake: true,
    requirements: ['WEB-04', 'WEB-06'],
    source: repository(
      'aws/amazon-sagemaker-examples',
      'advanced_functionality/scikit_bring_your_own/container/decision_trees/serve',
    ),
    rows: [
      ['MODEL_SERVER_WORKERS', '2', 'Workers of gunicorn in AWS’s sample `serve`. Unset: one for each CPU.'],
      ['MODEL_SERVER_TIMEOUT', '60', 'Timeout of gunicorn in AWS’s sample `serve`, in seconds.'],
    ],
  },
];

/** Every variable with a meaning on SageMaker. */
export const VARIABLES: readonly EnvironmentVariable[] = GROUPS.flatMap(({ rows, ...shared }) =>
  rows.map(([name, example, summary]) => ({ name, example, summary, ...shared })),
);
