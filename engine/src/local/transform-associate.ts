import { recordFormat } from '../plan/transform-format';
import type { RecordFormat } from '../plan/transform-format';
import { isWhole, parsePath } from '../plan/transform-path';
import type { TransformPlan } from '../plan/types';
import { UserError } from '../user-error';
import { columnsOf } from './transform-csv';
import { jsonText, parseJson } from './transform-json';
import { select } from './transform-select';

/** What `DataProcessing` does to the records of a job. */
export interface Association {
  /** What is sent for a record. */
  sent(record: Buffer): Buffer;
  /** The records have to be at hand when the answer comes. */
  readonly joins: boolean;
  /** What is written for the answer to these records. */
  written(records: readonly Buffer[], answer: Buffer): Buffer;
}

const OUTPUT = 'SageMakerOutput';
const INPUT = 'SageMakerInput';
const SHOWN = 80;

type Rules = Pick<TransformPlan, 'inputFilter' | 'outputFilter' | 'join' | 'contentType' | 'accept'>;

/**
 * Filter, join, filter, as AWS does it
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html). Undefined: nothing is to be done.
 */
export function associationOf(rules: Rules): Association | undefined {
  const { inputFilter, outputFilter, join } = rules;
  if (isWhole(inputFilter) && isWhole(outputFilter) && !join) return undefined;
  const input = codecOf(rules.contentType, 'ContentType');
  const output = codecOf(rules.accept, 'Accept');
  const before = filterOf(inputFilter);
  const after = filterOf(outputFilter);
  return {
    joins: join,
    sent: (record) => (before === undefined ? record : eachOf(record, input, before)),
    written: (records, answer) => {
      if (!join) return after === undefined ? answer : eachOf(answer, output, after);
      const inputs = records.flatMap((record) => recordsOf(record, input.format));
      // The answer to one record may be a document of many lines.
      const outputs = recordsOf(answer, inputs.length > 1 && output.format === 'json' ? 'jsonlines' : output.format);
      if (inputs.length !== outputs.length) throw mismatched(inputs.length, outputs.length);
      const joined = inputs.map((one, index) =>
        joinedOf(input.read(one), output.read(outputs[index] ?? ''), input.format),
      );
      return Buffer.from(joined.map((one) => output.write(after === undefined ? one : after(one))).join('\n'));
    },
  };
}

/** How records of a format are read and written: a row of CSV is a list of its columns. */
interface Codec {
  readonly format: RecordFormat;
  read(text: string): unknown;
  write(value: unknown): string;
}

function codecOf(contentType: string | undefined, member: string): Codec {
  const format = recordFormat(contentType);
  if (format === undefined) {
    throw new UserError(
      `${member} is “${contentType ?? ''}”, whose records can’t be filtered or joined.`,
      'SageMaker takes text/csv, application/json and application/jsonlines.',
    );
  }
  if (format === 'csv') return { format, read: readRow, write: writeRow };
  return { format, read: readJson, write: jsonText };
}

function filterOf(path: string | undefined): ((value: unknown) => unknown) | undefined {
  if (path === undefined || isWhole(path)) return undefined;
  const parsed = parsePath(path);
  if ('problem' in parsed) throw new UserError(`The filter ${parsed.problem}.`, 'Correct it in DataProcessing.');
  return (value) => select(value, parsed.steps, path);
}

function eachOf(bytes: Buffer, codec: Codec, change: (value: unknown) => unknown): Buffer {
  const records = recordsOf(bytes, codec.format);
  return Buffer.from(records.map((one) => codec.write(change(codec.read(one)))).join('\n'));
}

function recordsOf(bytes: Buffer, format: RecordFormat): readonly string[] {
  const text = bytes.toString('utf8');
  return format === 'json' ? linesIfMany(text) : linesOf(text);
}

/** Requests of several records are lines of JSON, whatever the content type says. */
function linesIfMany(text: string): readonly string[] {
  const lines = linesOf(text);
  return lines.length < 2 || isJson(text) ? [text] : lines;
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function joinedOf(input: unknown, output: unknown, format: RecordFormat): unknown {
  if (format === 'csv') return [...listOf(input), ...listOf(output)];
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  return isObject ? { ...input, [OUTPUT]: output } : { [INPUT]: input, [OUTPUT]: output };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function readRow(text: string): readonly string[] {
  const columns = columnsOf(text);
  if (columns !== undefined) return columns;
  throw new UserError(
    `The CSV record “${start(text)}” has a quote that is not closed; SageMaker takes no line breaks inside of a column.`,
    'Correct the record.',
  );
}

function writeRow(value: unknown): string {
  return listOf(value).map(String).join(',');
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new UserError(
      `The record “${start(text)}” is no JSON, so it can’t be filtered or joined; the job fails on SageMaker as well.`,
      'Correct the record, or ContentType and Accept when it is in another format.',
    );
  }
}

function start(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function mismatched(inputs: number, outputs: number): UserError {
  return new UserError(
    `Fail to join data: mismatched line count between the input and the output (${inputs} records were sent, ${outputs} came back) (BATCH-05).`,
    'The container has to answer exactly one record for each, in the same order.',
  );
}
