/** What the faces use of AWS: a bundle of its own, loaded when a connection is first opened. */
export { environmentKind, listProfiles, watchAwsFiles } from './aws-files';
export { AwsSageMaker } from './aws-sagemaker';
export { AwsConnection } from './connection';
