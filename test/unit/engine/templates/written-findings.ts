import { diagnoseRequest } from '../../../../engine/src/requests/editor/diagnose';
import { fidelityOfRequest } from '../../../../engine/src/requests/editor/plan-fidelity';
import type { EditedDocument } from '../../../../engine/src/requests/editor/types';
import { parseOverlay } from '../../../../engine/src/requests/overlay';
import type { RequestKind } from '../../../../engine/src/requests/types';
import type { WrittenRequest } from '../../../../engine/src/templates/request-place';

/** What the editor says of a request that was written, and of its overlay, once the folders are made. */
export function findingsOf(kind: RequestKind, { request, overlay }: WrittenRequest): readonly string[] {
  const { overlay: parsed, problems } = parseOverlay(JSON.stringify(overlay));
  const around = {
    overlay: parsed,
    folder: '/work',
    requests: [request],
    region: 'us-east-1',
    builtImages: [],
    overlayTexts: new Map<string, string>(),
    exists: () => true,
  };
  const document = edited(kind, `/work/a.${kind}.json`, request);
  const found = diagnoseRequest(document, around, fidelityOfRequest(document, around));
  const beside = diagnoseRequest(edited('overlay', '/work/a.local.json', overlay), around, []);
  return [...problems, ...found, ...beside].map((it) => `${it.severity} ${it.pointer}: ${it.message}`);
}

function edited(kind: EditedDocument['kind'], path: string, value: object): EditedDocument {
  return { kind, path, text: JSON.stringify(value, null, 2) };
}
