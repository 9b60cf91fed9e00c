import type { ImageFile } from '../context/types';
import { readShebang } from '../readers/shebang';
import type { Outcome } from './types';
import type { StartInputs } from './walk';

/** Why the kernel can't execute the file; undefined when it can, or when that can't be told. */
export function checkRunnable(file: ImageFile, inputs: StartInputs): Outcome | undefined {
  if (file.executable === 'no') return { kind: 'not-executable', file };
  if (file.text === undefined || isBinary(file.text)) return undefined;
  const shebang = readShebang(file.text);
  if (!shebang) return file.text.trim() === '' ? undefined : { kind: 'bad-shebang', file };
  if (shebang.crlf && !file.lineEndsRepaired) return { kind: 'crlf', file };
  // `\n` as two characters: the `echo` that wrote the file made no line end of it.
  if (shebang.bom || shebang.interpreter.includes('\\n')) return { kind: 'bad-shebang', file };
  return inputs.lacksProgram(shebang.interpreter) ? { kind: 'bad-shebang', file } : undefined;
}

function isBinary(text: string): boolean {
  return text.startsWith('\u007fELF') || text.includes('\u0000');
}
