/** The id of the client: `sagemaker.trace.server` is read by it. */
export const CLIENT_ID = 'sagemaker';
export const CLIENT_NAME = 'SageMaker';
export const DOCKERFILE = 'dockerfile';
export const SECTION = 'sagemaker';
/** Commands of ours that the server may put on code lenses. */
export const LENS_COMMANDS = ['sagemaker.declareRole', 'sagemaker.showRuleDocumentation', 'sagemaker.fixAll'];
/** Where containers can be run, these too. */
export const RUN_LENS_COMMANDS = [
  'sagemaker.buildImage',
  'sagemaker.trainLocally',
  'sagemaker.debugTraining',
  'sagemaker.serveLocally',
  'sagemaker.debugServing',
  'sagemaker.processLocally',
  'sagemaker.testContract',
];
