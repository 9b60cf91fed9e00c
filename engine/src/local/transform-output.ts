import type { FileHandle } from 'node:fs/promises';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';

const NEWLINE = Buffer.from('\n');
const NEWLINE_BYTE = 0x0a;

/** The answers for one object, in a file that has its name only when it is whole. */
export class TransformOutput {
  private constructor(
    private readonly path: string,
    private readonly temporary: string,
    private readonly file: FileHandle,
  ) {}

  /** `<name of the object>.out` in the folder. Nothing leads out of it. */
  static async open(folder: string, name: string): Promise<TransformOutput> {
    const parts = name.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
    const path = `${join(folder, ...parts)}.out`;
    await fs.mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.part`;
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
