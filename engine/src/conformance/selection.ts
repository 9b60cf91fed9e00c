import { UserError } from '../user-error';
import { isTestId } from './catalogue';

/** Which tests are run. */
export interface Selection {
  wants(id: string): boolean;
  /** It was named: then it is run whatever it costs, and a failure counts whatever the request is for. */
  asked(id: string): boolean;
}

/** Undefined: all that apply. */
export function selectionOf(only: readonly string[] | undefined): Selection {
  if (only === undefined) return { wants: () => true, asked: () => false };
  const unknown = only.filter((id) => !isTestId(id));
  if (unknown.length > 0) {
    throw new UserError(`There is no test called ${unknown.join(', ')}.`, 'Use the ids that the list of tests shows.');
  }
  const named = (id: string): boolean => only.includes(id);
  return { wants: named, asked: named };
}
