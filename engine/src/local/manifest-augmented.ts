import { UserError } from '../user-error';

/** Attributes with this ending hold S3 URIs: the object's bytes are sent in their place. */
const REFERENCE = '-ref';

/** One record that is sent: text as it stands in the manifest, or the content of an object. */
export type AugmentedRecord = { readonly text: string } | { readonly uri: string };

/** The lines of an augmented manifest: JSON Lines, blank ones left out. */
export function augmentedLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/**
 * What is sent for one line: the attributes in the order in which the request names them. Text is sent as it is, numbers
 * and objects as JSON (https://docs.aws.amazon.com/sagemaker/latest/dg/augmented-manifest-stream.html).
 */
export function augmentedRecords(line: string, attributes: readonly string[]): readonly AugmentedRecord[] {
  const row = parsed(line);
  return attributes.map((name) => {
    if (row === undefined || !Object.hasOwn(row, name)) throw badLine(line, name);
    const value: unknown = Reflect.get(row, name);
    if (name.endsWith(REFERENCE)) {
      if (typeof value !== 'string' || !value.startsWith('s3://')) throw badLine(line, name);
      return { uri: value };
    }
    return { text: typeof value === 'string' ? value : JSON.stringify(value) };
  });
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const SHOWN = 120;

function badLine(line: string, name: string): UserError {
  const shown = line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
  const should = name.endsWith(REFERENCE) ? 'an S3 URI' : 'a value';
  return new UserError(
    `A line of the augmented manifest has no attribute \`${name}\` with ${should}, so SageMaker fails the job as well: ${shown}`,
    'Correct the line, or take the attribute out of AttributeNames. Each line is one JSON object.',
  );
}
