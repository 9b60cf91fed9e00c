/** Formats whose records can be filtered and joined. */
export type RecordFormat = 'csv' | 'json' | 'jsonlines';

const FORMATS: Readonly<Record<string, RecordFormat>> = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/jsonlines': 'jsonlines',
};

/** The format of a content type, whatever parameters it has; undefined: its records can't be filtered. */
export function recordFormat(contentType: string | undefined): RecordFormat | undefined {
  return FORMATS[(contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''];
}
