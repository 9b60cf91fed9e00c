import { editDistance } from './distance';

/** A flat map in which every value is text, whatever the request says. */
export const HYPERPARAMETERS_FILE = 'hyperparameters.json';

/** Configuration files of training, in /opt/ml/input/config. */
export const TRAINING_CONFIG_FILES = [
  HYPERPARAMETERS_FILE,
  'inputdataconfig.json',
  'resourceconfig.json',
  'checkpointconfig.json',
  'debughookconfig.json',
  'profilerconfig.json',
  'tensorboardoutputconfig.json',
] as const;

/** Configuration files of processing, in /opt/ml/config. */
export const PROCESSING_CONFIG_FILES = ['processingjobconfig.json', 'resourceconfig.json'] as const;

/** Names of all configuration files that SageMaker writes. Always lower case. */
export const CONFIG_FILES: readonly string[] = [...new Set([...TRAINING_CONFIG_FILES, ...PROCESSING_CONFIG_FILES])];

/**
 * The right spelling of a miscased or slightly misspelt configuration file name (`resourceConfig.json`,
 * `input_data_config.json`, `hyperparameter.json`); undefined when the name is right, or not one of these files.
 */
export function canonicalConfigFile(name: string): string | undefined {
  if (CONFIG_FILES.includes(name)) return undefined;
  const plain = name.toLowerCase().replaceAll(/[-_ ]/g, '');
  return CONFIG_FILES.find((file) => editDistance(plain, file, 1) <= 1);
}
