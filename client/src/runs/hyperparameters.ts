import type { RequestDocument } from '../../../engine/src/requests/types';

/** The document with other hyperparameters beside those it has; only a training job has any. */
export function withHyperparameters(
  document: RequestDocument,
  more: Readonly<Record<string, string>>,
): RequestDocument {
  if (document.kind !== 'training-job' || Object.keys(more).length === 0) return document;
  const { request } = document;
  return { ...document, request: { ...request, HyperParameters: { ...request.HyperParameters, ...more } } };
}
