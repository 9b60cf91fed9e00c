import type { ImageFile } from '../context/types';
import { readNodeServers } from '../readers/node-servers';
import { readPlumber } from '../readers/plumber';
import type { RangeOf } from '../readers/plumber';
import { indexText } from '../readers/text-index';
import type { ServerStart } from '../readers/types';
import { followCompiled } from './follow-compiled';
import { followPython } from './follow-python';
import { followScript, type Followers } from './follow-script';
import { languageOf } from './language';
import type { Outcome } from './types';
import type { Step, Walk } from './walk';

/** Reads what the file does, when its text is known. */
export function followFile(
  file: ImageFile,
  step: Step,
  walk: Walk,
  followers: Followers,
  interpreter?: string,
): Outcome {
  if (walk.seen.has(`${file.path} ${step.wordAt ?? ''}`)) return { kind: 'runs' };
  walk.seen.add(`${file.path} ${step.wordAt ?? ''}`);
  if (file.text === undefined) {
    walk.complete = false;
    if (file.instruction) followCompiled(walk);
    return { kind: 'runs' };
  }
  const language = languageOf(file, interpreter);
  if (language === 'python') return followPython(file, step, walk);
  if (language === 'shell') return followScript(file, { ...step, file }, walk, followers);
  walk.complete = false;
  if (language === 'r' || language === 'node') {
    for (const server of otherServers(language, file.text)) walk.servers.push({ server, file });
  }
  return { kind: 'runs' };
}

function otherServers(language: 'r' | 'node', text: string): readonly ServerStart[] {
  const index = indexText(text);
  const rangeOf: RangeOf = (start, end) => index.range(start, end);
  if (language === 'node') return readNodeServers(text, rangeOf);
  const plumber = readPlumber(text, rangeOf);
  return plumber ? [plumber] : [];
}
