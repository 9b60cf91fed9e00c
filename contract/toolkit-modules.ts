/**
 * Modules of the toolkits without a program in them, which `python -m` is often given: it finds nothing to run.
 * Read in sagemaker-inference 1.10.1 and sagemaker-training 5.1.4 on 2026-11-28; `sagemaker_training.cli.train` is a program.
 */
export const LIBRARY_MODULES: readonly string[] = [
  'sagemaker_inference',
  'sagemaker_inference.model_server',
  'sagemaker_training',
  'sagemaker_training.train',
  'sagemaker_training.trainer',
];
