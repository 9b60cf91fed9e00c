import { TRAINING_JOB_ARN_VARIABLE, TRAINING_JOB_NAME_VARIABLE } from '../../../contract/variables';

/** What SageMaker sets itself, and local mode writes into its compose file. */
export const SET_ANYWAY: ReadonlySet<string> = new Set([
  TRAINING_JOB_NAME_VARIABLE,
  TRAINING_JOB_ARN_VARIABLE,
  'AWS_REGION',
]);
