/** What `aws.js` takes from `engine.js`, which is always loaded before it: the package has the catalogue and the schemas once. */
export { formatUri, parseEcrUri, parseRepositoryReference } from '../../contract/images/uri';
export { containersOf, modelMode } from './plan/model-containers';
export { parseRequest } from './requests/parse-request';
export { modelsOf } from './session/create';
export { LOCAL_ACCOUNT, nameOf } from './session/job';
