import type { FileHandle } from 'node:fs/promises';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../docker/error-code';

const NEWLINE = Buffer.from('\n');
const NEWLINE_BYTE = 0x0a;

/** How the name of an output ends while the job writes it: other jobs may write to the same folder. */
function unfinished(job: string): string {
  return `.${job}.part`;
}

/** Removes what a job left half-written whose process was killed. */
export async function discardUnfinished(folder: string, job: string): Promise<void> {
  const names = await fs.readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const left = names.filter((name) => name.endsWith(`.out${unfinished(job)}`));
  await Promise.all(left.map((name) => fs.rm(join(folder, name), { force: true })));
}

/** The answers for one object, in a file that has its name only when it is whole. */
export class TransformOutput {
  private constructor(
    private readonly path: string,
    private readonly temporary: string,
    private readonly file: FileHandle,
  ) {}

  /** `<name of the object>.out` in the folder. Nothing leads out of it. */
  static async open(folder: string, name: string, job: string): Promise<TransformOutput> {
    const parts = name.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
    const path = `${join(folder, ...parts)}.out`;
    await fs.mkdir(dirname(path), { recursive: true });
    const temporary = `${path}${unfinished(job)}`;
    return new TransformOutput(path, temporary, await fs.open(temporary, 'w'));
  }

  async add(answer: Buffer, assemble: 'None' | 'Line'): Promise<void> {
    await this.file.appendFile(answer);
    if (assemble === 'Line' && answer.at(-1) !== NEWLINE_BYTE) await this.file.appendFile(NEWLINE);
  }

  async finish(): Promise<void> {
    await this.file.close();
    await fs.rename(this.temporary, this.path);
  }

  /** Half an output would look like a whole one. */
  async discard(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await fs.rm(this.temporary, { force: true });
  }
}
