import { UserError } from '../user-error';

/**
 * The S3 URIs that a manifest names: `[{"prefix": "s3://bucket/a/"}, "b.csv", "c/d.csv"]` is a list of prefixes, each with
 * the keys below it (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html).
 */
export function manifestUris(text: string): readonly ManifestEntry[] {
  const document = parsed(text);
  if (!Array.isArray(document)) throw badManifest('is no JSON list');
  const entries: ManifestEntry[] = [];
  let prefix: string | undefined;
  for (const one of document as readonly unknown[]) {
    if (typeof one === 'string') {
      if (prefix === undefined) throw badManifest('has a name before its first prefix');
      entries.push({ uri: prefix + one, name: one });
    } else {
      prefix = prefixOf(one);
      if (prefix === undefined) throw badManifest('has an entry that is neither a name nor a prefix');
    }
  }
  if (entries.length === 0) throw badManifest('names no object');
  return entries;
}

export interface ManifestEntry {
  readonly uri: string;
  /** As written: relative to its prefix. */
  readonly name: string;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function prefixOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('prefix' in value)) return undefined;
  return typeof value.prefix === 'string' && value.prefix !== '' ? value.prefix : undefined;
}

function badManifest(how: string): UserError {
  return new UserError(
    `The manifest ${how}, so SageMaker refuses it as well.`,
    'Write it as `[{"prefix": "s3://bucket/folder/"}, "first.csv", "second.csv"]`.',
  );
}
