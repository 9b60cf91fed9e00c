import type { CreateTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import { approximated, HONOURED, refused } from './fidelity';
import type { Judge, Verdict } from './fidelity';
import { recordFormat } from './transform-format';
import type { RecordFormat } from './transform-format';
import { isColumns, isWhole, parsePath } from './transform-path';

type Member = 'InputFilter' | 'OutputFilter' | 'JoinSource';

const FORMATS = 'text/csv, application/json or application/jsonlines';

/**
 * How filters and joins are treated. What is refused here SageMaker refuses, or fails on, as well
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html).
 */
export function dataProcessing(request: CreateTransformJobCommandInput, member: Member): Judge {
  return (value) => {
    if (member === 'JoinSource') return value === 'Input' ? joinVerdict(request) : joinName(value);
    if (typeof value !== 'string') return refused('This is no JSONPath.');
    if (isWhole(value)) return HONOURED;
    return formatProblem(request) ?? pathVerdict(value, rowsFor(request, member));
  };
}

function joinName(value: unknown): Verdict {
  return value === 'None' ? HONOURED : refused('JoinSource is None or Input.');
}

function joinVerdict(request: CreateTransformJobCommandInput): Verdict {
  const problem = formatProblem(request);
  if (problem !== undefined) return problem;
  const { input, output } = formatsOf(request);
  return (input === 'csv') === (output === 'csv')
    ? HONOURED
    : refused('CSV is joined with CSV, and JSON with JSON: ContentType and Accept are of two kinds.');
}

function formatsOf(request: CreateTransformJobCommandInput) {
  return {
    input: recordFormat(request.TransformInput?.ContentType),
    output: recordFormat(request.TransformOutput?.Accept),
  };
}

function formatProblem(request: CreateTransformJobCommandInput): Verdict | undefined {
  const { input, output } = formatsOf(request);
  if (input === undefined || output === undefined) {
    return refused(`Filters and joins need ContentType and Accept, each of them ${FORMATS}, at AWS as well.`);
  }
  const split = request.TransformInput?.SplitType ?? 'None';
  if (split === 'RecordIO' || split === 'TFRecord') {
    return refused('Filters and joins are for lines or whole JSON files: SplitType is Line or None.');
  }
  const lines = split === 'Line' && request.TransformOutput?.AssembleWith === 'Line';
  return (input === 'csv' || output === 'csv') && !lines
    ? refused('CSV is filtered and joined by lines: SplitType and AssembleWith have to be Line, at AWS as well.')
    : undefined;
}

/** The format of the records that a filter works on. */
function rowsFor(request: CreateTransformJobCommandInput, member: Member): RecordFormat | undefined {
  const { input, output } = formatsOf(request);
  return member === 'InputFilter' ? input : output;
}

function pathVerdict(path: string, format: RecordFormat | undefined): Verdict {
  const parsed = parsePath(path);
  if ('problem' in parsed) return refused(`SageMaker takes a part of JSONPath only: ${parsed.problem}.`);
  const { steps } = parsed;
  if (format === 'csv' && !isColumns(steps)) {
    return refused('A row of CSV has indexes only: write `$[0]`, `$[0,-1]` or `$[1:]`.');
  }
  return steps.some((step) => step.kind === 'slice' && step.to !== undefined)
    ? approximated(
        'The last index of a slice belongs to it, as AWS’s page says; the library that AWS names leaves it out. A list of indexes, `$[1,2,3]`, is sure.',
      )
    : HONOURED;
}
