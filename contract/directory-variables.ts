import { OPT_ML } from './opt-ml';
import { isWithin } from './paths';
import { VARIABLES } from './variables';

const DIRECTORIES: ReadonlyMap<string, string> = new Map(
  VARIABLES.filter((it) => /^SM_\w+_DIR$/.test(it.name) && isWithin(it.example, OPT_ML)).map((it) => [
    it.name,
    it.example,
  ]),
);

/** The directory that a variable of the training toolkit or of ModelTrainer stands for in every job: `SM_OUTPUT_DIR` is `/opt/ml/output`. */
export function directoryOfVariable(name: string): string | undefined {
  return DIRECTORIES.get(name);
}
