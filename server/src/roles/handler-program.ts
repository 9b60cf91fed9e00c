import type { ImageFiles } from '../context/types';
import type { Known } from '../known';

/** The program is a module with the functions that the inference toolkits call, and does nothing when it is run: no script of a training job. */
export function isHandler(program: Known<string>, files: ImageFiles): boolean {
  if (!program.known || program.value === '') return false;
  const found = files.files.find((it) => it.path.endsWith(`/${program.value}`) && it.text !== undefined);
  const text = found?.text ?? '';
  return /^def (?:input|predict|transform|output)_fn\b/m.test(text) && !/^if\s+__name__\b/m.test(text);
}
