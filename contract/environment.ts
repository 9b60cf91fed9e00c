import { differsByNumberOnly, editDistance } from './distance';
import {
  BIND_TO_PORT_VARIABLE,
  SERVING_MODULE_VARIABLE,
  SUBMIT_DIRECTORY_VARIABLE,
  TRAINING_MODULE_VARIABLE,
} from './variables';
import { VARIABLES } from './variables';
import type { EnvironmentVariable } from './variables';

export * from './variables';

const BY_NAME: ReadonlyMap<string, EnvironmentVariable> = new Map(VARIABLES.map((one) => [one.name, one]));
const PLACEHOLDER = '<NAME>';
const PATTERNS = VARIABLES.filter((one) => one.name.endsWith(PLACEHOLDER)).map((one) => ({
  prefix: one.name.slice(0, -PLACEHOLDER.length),
  variable: one,
}));

/** The variable of exactly that name, or the pattern it belongs to: `SM_CHANNEL_TRAINING` is `SM_CHANNEL_<NAME>`. */
export function variable(name: string): EnvironmentVariable | undefined {
  const exact = BY_NAME.get(name);
  if (exact !== undefined) return exact;
  return PATTERNS.find(({ prefix }) => name.length > prefix.length && name.startsWith(prefix))?.variable;
}

/** Names that people take for a variable, further away than a slip of the finger. */
const MISNOMERS: ReadonlyMap<string, string> = new Map([
  ['SAGEMAKER_BIND_PORT', BIND_TO_PORT_VARIABLE],
  ['SAGEMAKER_SUBMIT_DIR', SUBMIT_DIRECTORY_VARIABLE],
  ['SAGEMAKER_TRAIN_MODULE', TRAINING_MODULE_VARIABLE],
  ['SAGEMAKER_SERVE_MODULE', SERVING_MODULE_VARIABLE],
]);

/** Shorter names are too near to one another to tell a typo from a name of one's own (`SM_HOST`, `SM_HP`). */
const SHORTEST = 10;

/**
 * The variable that a misspelt one is meant to be; undefined when the name is right, or plausible as a name of one's own.
 * A typo is one slip in the whole name, or at most one in each of its words and two in all.
 */
export function nearestVariable(name: string): string | undefined {
  if (variable(name) !== undefined) return undefined;
  const misnomer = MISNOMERS.get(name);
  if (misnomer !== undefined) return misnomer;
  if (name.length < SHORTEST || !/^S[A-Z]{1,9}_/.test(name)) return undefined;
  const near = [...BY_NAME.keys()].filter((known) => isTypo(name, known));
  const closest = near.filter((known) => editDistance(name, known, 1) <= 1);
  const best = closest.length > 0 ? closest : near;
  return best.length === 1 ? best[0] : best.length === 0 ? nearestOfPattern(name) : undefined;
}

/** `SM_CHANEL_TRAINING` is `SM_CHANNEL_TRAINING`. */
function nearestOfPattern(name: string): string | undefined {
  for (const { prefix } of PATTERNS) {
    if (prefix.length < SHORTEST) continue;
    const words = prefix.split('_').length - 1;
    const own = name.split('_').slice(0, words).join('_');
    const rest = name.slice(own.length + 1);
    const known = prefix.slice(0, -1);
    if (rest !== '' && own !== known && editDistance(own, known, 1) <= 1) return prefix + rest;
  }
  return undefined;
}

function isTypo(name: string, known: string): boolean {
  if (known.endsWith(PLACEHOLDER) || differsByNumberOnly(name, known)) return false;
  const distance = editDistance(name, known, 2);
  if (distance === 1) return true;
  if (distance > 2) return false;
  const words = name.split('_');
  const knownWords = known.split('_');
  return words.length === knownWords.length && words.every((word, at) => isNearWord(word, knownWords[at] ?? ''));
}

function isNearWord(word: string, known: string): boolean {
  return word === known || (known.length >= 4 && editDistance(word, known, 1) <= 1);
}
