/** What the faces use of AWS: a bundle of its own, loaded when a connection is first opened. */
export { environmentKind, listProfiles, watchAwsFiles } from './aws-files';
export { AwsSageMaker } from './aws-sagemaker';
export { AwsConnection } from './connection';
export { listRepositories } from './ecr-repository';
export { launch } from './launch';
export { deleteAll, deletionsOf } from './launch-delete';
export { deploymentRequest } from './launch-deploy';
export { planLaunch } from './launch-plan';
export { preflight } from './preflight';
export { priceText } from './preflight-judge';
export { Pricing } from './pricing';
export { planPush, push } from './push';
export { pushTarget } from './push-target';
export { executionRoles } from './roles';
export { executionPolicyText, passRolePolicyText, trustPolicyText } from './roles-policy';
export { AwsS3Reader } from './s3-reader';
export { upload } from './upload';
