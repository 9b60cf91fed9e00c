/** Where the inputs of a processing job usually are mounted, the program included. */
export const PROCESSING_INPUT_DIR = '/opt/ml/processing/input';

/** Where a model that is part of the image can lie: nothing is mounted there. */
export const OWN_MODEL_DIR = '/opt/model';
