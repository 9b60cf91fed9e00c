import type { ImageFile } from '../context/types';
import type { Step, Walk } from './walk';

/** A command line of the chain; `file`: the program, when the image has it. */
export function pushLink(
  step: Step,
  file: ImageFile | undefined,
  walk: Walk,
  receivesWord = step.wordAt !== undefined,
): void {
  walk.chain.push({ role: step.role, command: step.command, argv: step.argv, file, origin: step.origin, receivesWord });
}

/** A file that a program of the chain reads as code. */
export function pushFile(file: ImageFile, walk: Walk): void {
  walk.chain.push({
    role: 'script',
    command: undefined,
    argv: [file.path],
    file,
    origin: undefined,
    receivesWord: false,
  });
}
