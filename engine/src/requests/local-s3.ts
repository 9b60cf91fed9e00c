import { MODEL_DIR } from '../../../contract/opt-ml';

/** Where what the request has to name at AWS stands here: nothing of it is read or written there. */
export const LOCAL_S3 = 's3://local';

/** Under which name a model of this machine stands in a request that has none. */
export const LOCAL_MODEL = `${LOCAL_S3}${MODEL_DIR}`;
