import type { RequestDocument } from '../../../engine/src/requests/types';

/** Most letters of a name at AWS. */
const LONGEST = 63;

/** The name with a time behind it, as SageMaker's own tools make one: `train-20260102030405`. */
export function timedName(name: string, now: Date): string {
  const time = now.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const stem = name.replace(/-\d{14}$/, '').slice(0, LONGEST - time.length - 1);
  return `${stem}-${time}`;
}

/** The document for a job of another name. Models and configurations of an endpoint keep theirs. */
export function renamed(document: RequestDocument, name: string): RequestDocument {
  switch (document.kind) {
    case 'training-job':
      return { ...document, request: { ...document.request, TrainingJobName: name } };
    case 'processing-job':
      return { ...document, request: { ...document.request, ProcessingJobName: name } };
    case 'transform-job':
      return { ...document, request: { ...document.request, TransformJobName: name } };
    case 'endpoint':
      return {
        ...document,
        request: { ...document.request, Endpoint: { ...document.request.Endpoint, EndpointName: name } },
      };
  }
}
