import { repository } from './facts';
import type { RequirementId } from './requirements';
import type { Role } from './roles';

/** A Python package that plays a part in SageMaker's contract. */
export interface Toolkit {
  /** Normalised pip name. */
  readonly package: string;
  readonly summary: string;
  /** Whether installing it puts a working `train` on PATH. */
  readonly providesTrain: boolean;
  /** Whether installing it puts a working `serve` on PATH. */
  readonly providesServe: boolean;
  /** Roles that its presence speaks for. */
  readonly roles: readonly Role[];
  /** What else it needs, in words: programs (`java`), packages (`multi-model-server`), settings. */
  readonly needs: readonly string[];
  readonly deprecated?: { readonly by: string };
  readonly requirements: readonly RequirementId[];
  readonly source: string;
}

const TRAINING_NEEDS = ['gcc', 'Python headers', '`SAGEMAKER_PROGRAM` or `SAGEMAKER_TRAINING_MODULE`'];
const LEGACY: Toolkit['deprecated'] = { by: 'sagemaker-training and sagemaker-inference' };

function training(name: string, summary: string, requirements: readonly RequirementId[]): Toolkit {
  return {
    package: name,
    summary,
    providesTrain: true,
    providesServe: false,
    roles: ['training'],
    needs: TRAINING_NEEDS,
    requirements,
    source: repository('aws/sagemaker-training-toolkit', 'README.md'),
  };
}

function inference(name: string, summary: string, needs: readonly string[], source: string): Toolkit {
  return {
    package: name,
    summary,
    providesTrain: false,
    providesServe: true,
    roles: ['inference'],
    needs,
    requirements: ['LAUNCH-02', 'TK-06'],
    source,
  };
}

function both(name: string, summary: string, source: string, deprecated?: Toolkit['deprecated']): Toolkit {
  return {
    package: name,
    summary,
    providesTrain: true,
    providesServe: true,
    roles: ['training', 'inference'],
    needs: ['`SAGEMAKER_TRAINING_MODULE` to train', '`SAGEMAKER_SERVING_MODULE` to serve'],
    ...(deprecated === undefined ? {} : { deprecated }),
    requirements: deprecated === undefined ? ['LAUNCH-01', 'LAUNCH-02'] : ['LAUNCH-01', 'LAUNCH-02', 'TK-08'],
    source,
  };
}

/** A model server. `speaks`: whether its presence says that the image serves, as it does not for MLflow or Ray. */
function server(name: string, summary: string, source: string, speaks = true): Toolkit {
  return {
    package: name,
    summary,
    providesTrain: false,
    providesServe: false,
    roles: speaks ? ['inference'] : [],
    needs: ['a `serve` program that starts it on port 8080 with `/ping` and `/invocations`'],
    requirements: ['LAUNCH-02', 'WEB-08'],
    source,
  };
}

function sdk(name: string): Toolkit {
  return {
    package: name,
    summary:
      'The SageMaker Python SDK, which starts jobs from outside. An image that trains or serves rarely needs it.',
    providesTrain: false,
    providesServe: false,
    roles: [],
    needs: [],
    requirements: ['TK-09'],
    source: repository('aws/sagemaker-python-sdk', 'README.rst'),
  };
}

const FRAMEWORK_TRAINING = 'on top of `sagemaker-training`, whose `train` program it brings along.';

export const TOOLKITS: readonly Toolkit[] = [
  training(
    'sagemaker-training',
    'SageMaker’s training toolkit: a `train` program that sets the `SM_*` variables, runs `$SAGEMAKER_PROGRAM` from /opt/ml/code and writes the failure file.',
    ['LAUNCH-01', 'TK-01', 'TK-02', 'TK-03', 'ENV-06'],
  ),
  training('sagemaker-pytorch-training', `PyTorch training support ${FRAMEWORK_TRAINING}`, ['LAUNCH-01', 'TK-01']),
  training('sagemaker-tensorflow-training', `TensorFlow training support ${FRAMEWORK_TRAINING}`, [
    'LAUNCH-01',
    'TK-01',
  ]),
  training('sagemaker-mxnet-training', `MXNet training support ${FRAMEWORK_TRAINING}`, ['LAUNCH-01', 'TK-01']),
  {
    package: 'sagemaker-inference',
    summary:
      'SageMaker’s inference toolkit: a library that starts Multi Model Server with your handler. It has no `serve` program of its own.',
    providesTrain: false,
    providesServe: false,
    roles: ['inference'],
    needs: ['java', 'multi-model-server', 'setuptools<80', 'a `serve` program that calls `start_model_server()`'],
    requirements: ['TK-04', 'TK-05', 'TK-06', 'TK-07'],
    source: repository('aws/sagemaker-inference-toolkit', 'README.md'),
  },
  {
    package: 'multi-model-server',
    summary:
      'Multi Model Server: the program `multi-model-server`, with the multi-model API. It has no `serve` program.',
    providesTrain: false,
    providesServe: false,
    roles: ['inference'],
    needs: ['java', 'a `serve` program that starts it on port 8080'],
    requirements: ['TK-04', 'TK-07', 'MME-03'],
    source: repository('awslabs/multi-model-server', 'README.md'),
  },
  inference(
    'sagemaker-pytorch-inference',
    'PyTorch inference support: a `serve` program that starts TorchServe.',
    ['java', 'torchserve'],
    repository('aws/sagemaker-pytorch-inference-toolkit', 'README.md'),
  ),
  inference(
    'sagemaker-mxnet-inference',
    'MXNet inference support: a `serve` program that starts Multi Model Server.',
    ['java', 'multi-model-server'],
    repository('aws/sagemaker-mxnet-inference-toolkit', 'README.md'),
  ),
  inference(
    'sagemaker-huggingface-inference-toolkit',
    'Hugging Face inference support: a `serve` program that starts Multi Model Server.',
    ['java', 'multi-model-server'],
    repository('aws/sagemaker-huggingface-inference-toolkit', 'README.md'),
  ),
  both(
    'sagemaker-scikit-learn-container',
    'What the scikit-learn image is made of: `train` and `serve`.',
    repository('aws/sagemaker-scikit-learn-container', 'README.rst'),
  ),
  both(
    'sagemaker-xgboost-container',
    'What the XGBoost image is made of: `train` and `serve`.',
    repository('aws/sagemaker-xgboost-container', 'README.md'),
  ),
  both(
    'sagemaker-containers',
    'The old toolkit for training and serving, which AWS no longer develops.',
    repository('aws/sagemaker-containers', 'README.rst'),
    LEGACY,
  ),
  ...(['pytorch', 'tensorflow', 'mxnet', 'chainer'] as const).map((framework) =>
    both(
      `sagemaker-${framework}-container`,
      'An old framework toolkit on top of `sagemaker-containers`, which AWS no longer develops.',
      repository(`aws/sagemaker-${framework}-container`),
      LEGACY,
    ),
  ),
  server('torchserve', 'TorchServe: a server only.', repository('pytorch/serve', 'README.md')),
  server('vllm', 'vLLM: a server only, on port 8000 unless told.', repository('vllm-project/vllm', 'README.md')),
  server('sglang', 'SGLang: a server only, on port 30000 unless told.', repository('sgl-project/sglang', 'README.md')),
  server('bentoml', 'BentoML: a server only, on port 3000 unless told.', repository('bentoml/BentoML', 'README.md')),
  server(
    'mlflow',
    'MLflow: `mlflow models serve` listens on 127.0.0.1:5000 unless told.',
    repository('mlflow/mlflow'),
    false,
  ),
  server(
    'ray',
    'Ray: with `ray[serve]` it installs a program called `serve`, which is Ray Serve’s command line and no web server for SageMaker.',
    repository('ray-project/ray', 'README.rst'),
    false,
  ),
  sdk('sagemaker'),
  sdk('sagemaker-core'),
  sdk('sagemaker-train'),
  sdk('sagemaker-serve'),
  sdk('sagemaker-mlops'),
];

/** A package name as pip compares them: `SageMaker_Training` is `sagemaker-training`. Extras and versions are dropped. */
export function normalPackageName(name: string): string {
  const bare = /^[A-Za-z0-9._-]*/.exec(name.trim())?.[0] ?? '';
  return bare.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** What is known of a pip package, under any spelling of its name. */
export function toolkit(name: string): Toolkit | undefined {
  const normal = normalPackageName(name);
  return TOOLKITS.find((one) => one.package === normal);
}
