import { TRAINING_JOB_ARN_VARIABLE, TRAINING_JOB_NAME_VARIABLE } from '../../../contract/variables';

/** Names of variables that hold credentials: they go into no file. */
export const SECRET_VARIABLES =
  /^AWS_(?:ACCESS_KEY|SECRET|SESSION_TOKEN|SECURITY_TOKEN)|TOKEN|SECRET|PASSWORD|API_?KEY/i;

/** What SageMaker sets itself, and local mode writes into its compose file. */
export const SET_ANYWAY: ReadonlySet<string> = new Set([
  TRAINING_JOB_NAME_VARIABLE,
  TRAINING_JOB_ARN_VARIABLE,
  'AWS_REGION',
]);
