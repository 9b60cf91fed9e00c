import { fact, repository } from './facts';
import type { Fact } from './facts';

/** The scripts with which AWS's images answer to `train` and `serve`; an ENTRYPOINT that runs one of them keeps the contract. */
export const BASE_ENTRY_SCRIPTS: Fact<readonly string[]> = fact(
  [
    'start_with_right_hostname.sh',
    'dockerd-entrypoint.py',
    'dockerd-entrypoint.sh',
    'dockerd_entrypoint.sh',
    'dockerd_ec2_entrypoint.sh',
    'sagemaker_entrypoint.sh',
    'neuron-entrypoint.py',
    'multi_model_serving_entrypoint.py',
    'nvidia_entrypoint.sh',
  ],
  'AWS’s containers begin with a script that sets up the host name or the model server and then starts `train` or `serve`.',
  ['LAUNCH-14'],
  repository('aws/deep-learning-containers', 'README.md'),
);

/** Scripts of base images that print something and then run `"$@"`: a program called `serve` on PATH is what is run. */
export const PASSING_ENTRY_SCRIPTS: Fact<readonly string[]> = fact(
  ['nvidia_entrypoint.sh'],
  'The ENTRYPOINT of NVIDIA’s images ends in `exec "$@"`.',
  ['LAUNCH-13'],
  'https://github.com/triton-inference-server/server/blob/main/build.py',
);
