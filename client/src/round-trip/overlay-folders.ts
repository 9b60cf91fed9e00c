import { posix } from 'node:path';
import { member } from '../member';

/** The folders that an overlay names for what is in S3, relative to it. What has an ending is a file: it can't be made. */
export function foldersIn(overlay: string): readonly string[] {
  const s3 = member(JSON.parse(overlay), 's3');
  const targets: readonly unknown[] = typeof s3 === 'object' && s3 !== null ? Object.values(s3) : [];
  return targets.filter((target) => typeof target === 'string').filter((target) => posix.extname(target) === '');
}
