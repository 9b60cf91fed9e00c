import * as fs from 'node:fs/promises';

/** The same for the same content: a file that is replaced is another one, and one that is appended to grows. */
export async function versionOf(path: string): Promise<string | undefined> {
  const stats = await fs.stat(path, { bigint: true }).catch(() => undefined);
  return stats === undefined ? undefined : `${stats.ino} ${stats.mtimeNs} ${stats.size}`;
}
