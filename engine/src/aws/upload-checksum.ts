import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * Name under which an object tells the SHA-256 of its content. An ETag would not do: that of an object sent in parts, or
 * encrypted, is no hash of the content.
 */
export const CHECKSUM_METADATA = 'sagemaker-containers-sha256';

/** SHA-256 of a file, in hexadecimal. */
export async function fileChecksum(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}
