import type { Tag } from '@aws-sdk/client-sagemaker';
import { needsOf } from '../aws/launch-needs';
import { fromDescription, overlayFolders } from '../requests/from-description';
import type { Description } from '../requests/from-description';
import { isRecord } from '../requests/json-value';
import { parseRequest } from '../requests/parse-request';
import type { ImageDigests } from './image-digests';

/** A job or endpoint as files. */
export interface SavedRequest {
  /** Text of the request document. */
  readonly document: string;
  /** Text of an overlay that names a folder for all that the request reads; undefined: it reads nothing. */
  readonly overlay: string | undefined;
}

/** A job or endpoint as the request that makes it again, and the beginning of an overlay to run it on this machine. */
export function savedRequest(description: Description, tags?: readonly Tag[]): SavedRequest {
  const document = json(fromDescription(description, tags));
  const parsed = parseRequest(document, `saved.${description.kind}.json`).document;
  const inputs = parsed === undefined ? [] : needsOf(parsed).inputs.map(({ uri }) => uri);
  const s3 = inputs.filter((uri) => uri.startsWith('s3://'));
  return { document, overlay: s3.length === 0 ? undefined : json({ s3: overlayFolders(s3) }) };
}

/**
 * A job or endpoint as text to be compared with another: its request with members in the order of their names, and what
 * came of it. Names and times, in which any two differ, are left out. `digests`: what its images are by now, so that the
 * same tag on another image is seen.
 */
export function comparable(description: Description, digests: ImageDigests = {}): string {
  const imagesNow = Object.keys(digests).length === 0 ? undefined : sorted(digests);
  return json({
    request: sorted(withoutNames(fromDescription(description))),
    imagesNow,
    result: resultOf(description),
  });
}

function resultOf(description: Description): unknown {
  switch (description.kind) {
    case 'training-job': {
      const { TrainingJobStatus: status, FailureReason: reason, FinalMetricDataList = [], ...job } = description.job;
      const metrics = FinalMetricDataList.map(({ MetricName = '', Value }) => [MetricName, Value] as const);
      return { status, reason, seconds: job.TrainingTimeInSeconds, metrics: sorted(Object.fromEntries(metrics)) };
    }
    case 'processing-job': {
      const { ProcessingJobStatus: status, FailureReason: reason, ExitMessage: message, ...job } = description.job;
      return { status, reason, message, seconds: secondsOf(job.ProcessingStartTime, job.ProcessingEndTime) };
    }
    case 'transform-job': {
      const { TransformJobStatus: status, FailureReason: reason, ...job } = description.job;
      return { status, reason, seconds: secondsOf(job.TransformStartTime, job.TransformEndTime) };
    }
    case 'endpoint': {
      const { EndpointStatus: status, FailureReason: reason, ProductionVariants = [] } = description.endpoint;
      // The digest is that of the image which runs, whatever its tag names by now.
      const images = ProductionVariants.flatMap(({ DeployedImages = [] }) => DeployedImages).map(
        ({ SpecifiedImage, ResolvedImage }) => ResolvedImage ?? SpecifiedImage,
      );
      return { status, reason, images };
    }
  }
}

const NAMES = ['TrainingJobName', 'ProcessingJobName', 'TransformJobName'];

function withoutNames(request: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(request).filter(([name]) => !NAMES.includes(name)));
}

function secondsOf(start: Date | undefined, end: Date | undefined): number | undefined {
  return start === undefined || end === undefined ? undefined : Math.round((end.getTime() - start.getTime()) / 1000);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, it]) => [name, sorted(it)]));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
