import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isRecord, numberAt, at } from '../requests/json-value';

/** Answers that stay good for a while, in one small file. A file that can't be read or written is as good as none. */
export class AnswerCache {
  constructor(
    private readonly path: string,
    private readonly goodForMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** What was put there under this key; undefined: nothing, or too long ago. */
  async get(key: string): Promise<unknown> {
    const entry = (await this.read())[key];
    const time = numberAt(entry, 'time') ?? 0;
    return this.now() - time < this.goodForMs ? at(entry, 'value') : undefined;
  }

  /** Whoever writes last wins; each only loses an answer that can be asked for again. */
  async put(key: string, value: unknown): Promise<void> {
    const kept = Object.entries(await this.read()).filter(
      ([, entry]) => this.now() - (numberAt(entry, 'time') ?? 0) < this.goodForMs,
    );
    const text = JSON.stringify({ ...Object.fromEntries(kept), [key]: { time: this.now(), value } });
    const fresh = `${this.path}.${process.pid}.${crypto.randomUUID()}`;
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await writeFile(fresh, text);
      await rename(fresh, this.path);
    } catch {
      // A full or read-only disk: it is asked again the next time.
    }
  }

  private async read(): Promise<Readonly<Record<string, unknown>>> {
    try {
      const value = JSON.parse(await readFile(this.path, 'utf8')) as unknown;
      return isRecord(value) ? value : {};
    } catch {
      return {};
    }
  }
}
