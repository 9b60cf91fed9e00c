import { repository } from './facts';
import { MODEL_CODE_DIR } from './opt-ml';
import { PROGRAM_VARIABLE, SUBMIT_DIRECTORY_VARIABLE } from './variables';

/** Where the SageMaker Python SDK sets all of this: `Framework`, `Model`. */
export const SCRIPT_MODE_SOURCE = repository('aws/sagemaker-python-sdk', 'src/sagemaker/estimator.py');

/** The hyperparameter that names the archive with the code, and the one that names the program in it. */
export const SUBMIT_DIRECTORY_HYPERPARAMETER = 'sagemaker_submit_directory';
export const PROGRAM_HYPERPARAMETER = 'sagemaker_program';

/** What the archive with the code is called. */
export const SOURCE_ARCHIVE = 'sourcedir.tar.gz';

/** Python’s `logging.INFO`. */
const LOG_LEVEL = 20;

export interface Script {
  /** The program, relative to the source folder. */
  readonly program: string;
  /** S3 URI of the archive. */
  readonly archive: string;
  readonly region: string;
  readonly jobName: string;
}

/**
 * The hyperparameters of a job that runs a script in an image of AWS, those of the script among them, as the SDK sends them:
 * each value is JSON, so that a text is in quotes.
 */
export function scriptHyperparameters(
  { program, archive, region, jobName }: Script,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, jsonValue(value)])),
    [PROGRAM_HYPERPARAMETER]: JSON.stringify(program),
    [SUBMIT_DIRECTORY_HYPERPARAMETER]: JSON.stringify(archive),
    sagemaker_container_log_level: String(LOG_LEVEL),
    sagemaker_job_name: JSON.stringify(jobName),
    sagemaker_region: JSON.stringify(region),
  };
}

/** A value as somebody typed it: numbers, lists and what else is JSON stay, a text gets its quotes. */
function jsonValue(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

/** The environment of a model whose archive has the script of the server in `code/`. */
export function scriptEnvironment(program: string, region: string): Readonly<Record<string, string>> {
  return {
    [PROGRAM_VARIABLE]: program,
    [SUBMIT_DIRECTORY_VARIABLE]: MODEL_CODE_DIR,
    SAGEMAKER_CONTAINER_LOG_LEVEL: String(LOG_LEVEL),
    SAGEMAKER_REGION: region,
  };
}

/** The archive with the code that a training job names; the value may be JSON or, written by hand, plain. Undefined: none. */
export function sourceArchiveOf(hyperparameters: Readonly<Record<string, unknown>>): string | undefined {
  const value = hyperparameters[SUBMIT_DIRECTORY_HYPERPARAMETER];
  const uri = typeof value === 'string' ? value.replaceAll('"', '') : '';
  return uri.startsWith('s3://') ? uri : undefined;
}
