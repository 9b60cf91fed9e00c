import type { Fidelity } from '../../plan/types';
import { jobOf, planOf } from '../../session/job';
import { parseRequest } from '../parse-request';
import type { EditedDocument, Surroundings } from './types';

/** How this machine treats each member; empty while the document can't be planned: the problems say why. */
export function fidelityOfRequest(
  document: EditedDocument,
  { overlay, folder }: Pick<Surroundings, 'overlay' | 'folder'>,
): readonly Fidelity[] {
  if (document.kind === 'overlay') return [];
  const parsed = parseRequest(document.text, document.path).document;
  if (parsed === undefined) return [];
  try {
    return planOf(jobOf(parsed, overlay, folder)).fidelity;
  } catch {
    // Only the plan is missing: running the request says what is wrong.
    return [];
  }
}
