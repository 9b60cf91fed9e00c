import type { RequestDocument } from '../../../engine/src/requests/types';

/** Most letters of a name at AWS. */
const LONGEST = 63;
/** Digits of a time. */
const TIME = 14;

/** The name with a time behind it, as SageMaker's own tools make one: `train-20260102030405`. */
export function timedName(name: string, now: Date): string {
  const time = now.toISOString().replaceAll(/\D/g, '').slice(0, TIME);
  return `${withoutTime(name).slice(0, LONGEST - TIME - 1)}-${time}`;
}

/** The name, or, where that is taken, one with a time behind it: of two runs within a second, the second has a later one. */
export async function freeName(name: string, now: Date, isTaken: (name: string) => Promise<boolean>): Promise<string> {
  let free = name;
  for (let time = now.getTime(); await isTaken(free); time += 1000) free = timedName(name, new Date(time));
  return free;
}

/** Whether a job or endpoint of this name is a run of the request that calls it `wanted`. */
export function isRunOf(name: string, wanted: string): boolean {
  if (name === wanted) return true;
  const [, stem] = /^(.+)-\d{14}$/.exec(name) ?? [];
  return stem !== undefined && stem === withoutTime(wanted).slice(0, LONGEST - TIME - 1);
}

function withoutTime(name: string): string {
  return name.replace(/-\d{14}$/, '');
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
