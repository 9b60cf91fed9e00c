import type {
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import { checks } from './checks';
import { isRecord } from './json-value';
import type { Complaint } from './located-json';
import { readLocatedJson } from './located-json';
import { kindByName, kindByShape, recogniseRequest } from './recognise';
import { schemaComplaints } from './schema-complaints';
import type { EndpointRequest, RequestDocument, RequestKind, RequestProblem } from './types';

export interface ParsedRequest {
  /** Undefined when there is an error, or it is no request at all. */
  readonly document: RequestDocument | undefined;
  /** In the order of the text. */
  readonly problems: readonly RequestProblem[];
}

/** Reads a request document: what is wrong with it, each with its place, and the document when it can run. */
export function parseRequest(text: string, fileName: string): ParsedRequest {
  const json = readLocatedJson(text, false);
  const unreadable = json.problems.some(isError);
  const kind = recogniseRequest(fileName, json.value);
  if (unreadable || kind === undefined) {
    const problems = unreadable ? json.problems : [...json.problems, json.place(unrecognised(json.value))];
    return { document: undefined, problems: ordered(problems) };
  }
  const complaints = complaintsOf(fileName, kind, json.value);
  const problems = ordered([...json.problems, ...complaints.map((it) => json.place(it))]);
  return { document: problems.some(isError) ? undefined : documentOf(kind, json.value), problems };
}

function complaintsOf(fileName: string, kind: RequestKind, value: unknown): readonly Complaint[] {
  const named = kindByName(fileName);
  const shaped = kindByShape(value);
  if (named !== undefined && shaped !== undefined && named !== shaped) {
    const message = `The file’s name says ${spoken(named)}, its members say ${spoken(shaped)}: rename it to \`….${shaped}.json\`.`;
    return [{ pointer: '', severity: 'error', message }];
  }
  const bySchema = schemaComplaints(kind, value);
  const taken = new Set(bySchema.map((it) => it.pointer));
  return [...bySchema, ...checks(kind, value).filter((it) => !taken.has(it.pointer))];
}

function unrecognised(value: unknown): Complaint {
  const part =
    isRecord(value) && ['ModelName', 'EndpointConfigName', 'EndpointName'].some((it) => Object.hasOwn(value, it));
  const message = part
    ? 'This is one part of an endpoint. An endpoint document holds all three: `{ "Model": …, "EndpointConfig": …, "Endpoint": … }`.'
    : 'This is no request that runs here: a training, processing or transform job, or an endpoint. Name the file `….training-job.json`, `….processing-job.json`, `….transform-job.json` or `….endpoint.json`.';
  return { pointer: '', severity: 'error', message };
}

function spoken(kind: RequestKind): string {
  return kind === 'endpoint' ? 'an endpoint' : `a ${kind.replace('-', ' ')}`;
}

function isError(problem: RequestProblem): boolean {
  return problem.severity === 'error';
}

function ordered(problems: readonly RequestProblem[]): readonly RequestProblem[] {
  return [...problems].sort((a, b) => a.offset - b.offset || a.length - b.length);
}

function documentOf(kind: RequestKind, value: unknown): RequestDocument | undefined {
  switch (kind) {
    case 'training-job':
      return isTrainingJob(value) ? { kind, request: value } : undefined;
    case 'processing-job':
      return isProcessingJob(value) ? { kind, request: value } : undefined;
    case 'transform-job': {
      if (!isTransformJob(value)) return undefined;
      const { Model: model, ...request } = value;
      return model === undefined ? { kind, request } : { kind, request, model };
    }
    case 'endpoint': {
      if (!isEndpoint(value)) return undefined;
      const Model = value.Model ?? value.Models?.[0];
      return Model === undefined ? undefined : { kind, request: { ...value, Model } };
    }
  }
}

// Only for values that the schemas have passed: they and the SDK's types are made from the same service model.

function isTrainingJob(value: unknown): value is CreateTrainingJobCommandInput {
  return isRecord(value);
}

function isProcessingJob(value: unknown): value is CreateProcessingJobCommandInput {
  return isRecord(value);
}

function isTransformJob(
  value: unknown,
): value is CreateTransformJobCommandInput & { readonly Model?: CreateModelCommandInput } {
  return isRecord(value);
}

function isEndpoint(value: unknown): value is Partial<EndpointRequest> & Omit<EndpointRequest, 'Model'> {
  return isRecord(value);
}
