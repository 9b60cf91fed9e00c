import { canonicalConfigFile } from './config-files';
import { differsByNumberOnly, editDistance } from './distance';
import { INPUT_CONFIG_DIR, MODEL_DIR, MODELS_DIR, PROCESSING_CONFIG_DIR } from './opt-ml';
import { isWithin, normalPath, segments } from './paths';
import type { Role } from './roles';

interface Level {
  /** Names that are right here. Whatever else is found is left alone unless it is near one of `guarded`. */
  readonly known: readonly string[];
  /** Names whose misspellings are worth a word: nobody means something else by them. */
  readonly guarded: readonly string[];
  /** Misspellings further away than one slip. */
  readonly slips: Readonly<Record<string, string>>;
}

const LEVELS: Readonly<Record<string, Level>> = {
  '/opt/ml': {
    known: [
      'input',
      'output',
      'model',
      'models',
      'code',
      'checkpoints',
      'processing',
      'config',
      'additional-model-data-sources',
      'metadata',
      'sagemaker',
    ],
    guarded: ['input', 'output', 'model', 'checkpoints', 'processing'],
    slips: { process: 'processing', checkpoints_dir: 'checkpoints', check_points: 'checkpoints' },
  },
  '/opt/ml/input': {
    known: ['config', 'data'],
    guarded: ['config', 'data'],
    slips: { conf: 'config', configuration: 'config', configurations: 'config' },
  },
  '/opt/ml/output': {
    known: ['data', 'failure', 'message', 'intermediate', 'metrics', 'tensors', 'tensorboard', 'profiler'],
    guarded: ['data', 'failure', 'intermediate'],
    slips: { fail: 'failure', failed: 'failure' },
  },
};

/**
 * The path that a misspelt one below /opt/ml is meant to be; undefined when it is right, or plausible as a path of one's
 * own. `/opt/ml/models` is right only for multi-model endpoints: it is named when `roles` are given and that is not
 * among them.
 */
export function nearestOptMlPath(path: string, roles?: Iterable<Role>): string | undefined {
  const normal = normalPath(path);
  if (normal === undefined) return undefined;
  const fixed = fixPrefix(segments(normal));
  if (fixed === undefined) return undefined;
  let here = '/opt/ml';
  const rest = fixed.slice(2);
  while (rest.length > 0) {
    const level = LEVELS[here];
    const name = rest[0];
    if (level === undefined || name === undefined) break;
    here = `${here}/${fixName(name, level)}`;
    rest.shift();
  }
  const repaired = fixConfigFile([here, ...rest].join('/'));
  const meant = roles === undefined ? repaired : withoutModels(repaired, new Set(roles));
  return meant === normal ? undefined : meant;
}

/** `/opt/ML/model` and `/Opt/ml/input`: the capitals alone are wrong. */
function fixPrefix(parts: readonly string[]): readonly string[] | undefined {
  const [opt, ml, ...rest] = parts;
  if (opt === undefined || ml === undefined) return undefined;
  if (opt.toLowerCase() !== 'opt' || ml.toLowerCase() !== 'ml') return undefined;
  return ['opt', 'ml', ...rest];
}

function fixName(name: string, level: Level): string {
  if (level.known.includes(name)) return name;
  const plain = name.toLowerCase();
  if (level.known.includes(plain)) return plain;
  const slip = Object.hasOwn(level.slips, plain) ? level.slips[plain] : undefined;
  return slip ?? level.guarded.find((right) => isSlip(plain, right)) ?? name;
}

/** One slip of the finger. In short names a replaced letter makes another word (`date`, `made`): not counted there. */
function isSlip(name: string, right: string): boolean {
  if (differsByNumberOnly(name, right)) return false;
  if (editDistance(name, right, 1) !== 1) return false;
  const replaced = name.length === right.length && !isAnagram(name, right);
  return right.length > 4 || !replaced;
}

function isAnagram(left: string, right: string): boolean {
  return letters(left) === letters(right);
}

function letters(text: string): string {
  return Array.from(text).sort().join('');
}

function fixConfigFile(path: string): string {
  const at = path.lastIndexOf('/');
  const folder = path.slice(0, at);
  if (folder !== INPUT_CONFIG_DIR && folder !== PROCESSING_CONFIG_DIR) return path;
  const right = canonicalConfigFile(path.slice(at + 1));
  return right === undefined ? path : `${folder}/${right}`;
}

function withoutModels(path: string, roles: ReadonlySet<Role>): string {
  if (roles.has('multi-model') || !isWithin(path, MODELS_DIR)) return path;
  return MODEL_DIR + path.slice(MODELS_DIR.length);
}
