import type { Heredoc, ImageConfig, Instruction, Word } from '../dockerfile/types';
import { knownOr } from '../known';
import type { CopyOptions } from './copy-from-context';
import { resolveInContext, withMode } from './copy-from-context';
import { placeFromImage } from './copy-from-image';
import { excluder, fileTarget } from './copy-target';
import type { CopyBudget, CopyTarget, Placement } from './copy-target';
import { copyWords, flagOf, heredocOf, isGit, isUrl } from './copy-words';
import type { CopyWords } from './copy-words';
import { heredocText } from './heredoc-text';
import { baseName, joinInside } from './paths';
import type { BuildContext, CopySource, CopyStep, ImageFiles, Tri } from './types';

/** What a COPY or ADD needs to know of its surroundings. */
export interface CopySetting {
  readonly context: BuildContext;
  /** In force just before the instruction. */
  readonly config: ImageConfig;
  readonly argumentNames: ReadonlySet<string>;
  readonly programDirectories: ReadonlySet<string>;
  readonly budget: CopyBudget;
  isDirectory(path: string): Tri;
  /** The image of `--from` when it is a stage of the file. */
  stageFiles(from: string): ImageFiles | undefined;
}

/** The step and what it does to the image, in order; undefined while the instruction is half-typed. */
export function resolveCopy(
  instruction: Instruction,
  setting: CopySetting,
): { readonly step: CopyStep; readonly placements: readonly Placement[] } | undefined {
  const words = copyWords(instruction);
  if (!words) return undefined;
  const target = targetOf(words, instruction, setting);
  const from = flagOf(instruction, 'from');
  const fromValue = from && knownOr(from.value?.value ?? UNKNOWN, UNKNOWN_IMAGE);
  const sources: CopySource[] = [];
  const placements: Placement[] = [];
  for (const word of words.sources) {
    const pattern = knownOr(word.value, undefined);
    const options = optionsOf(instruction, target ?? ANYWHERE, setting);
    const resolved = target
      ? resolveSource(word, pattern, instruction, fromValue, options, setting)
      : { ...resolveSource(word, pattern, instruction, fromValue, options, setting), placements: [] };
    sources.push({ pattern, range: word.range, state: resolved.state });
    placements.push(...resolved.placements);
  }
  if (!target) placements.push({ kind: 'hole', directory: '/', why: 'where a COPY puts its files is not known' });
  const isFolder =
    target?.directory === 'yes' || placements.some((it) => it.kind === 'directory' && it.path === target?.path);
  const destination = target && (isFolder && target.path !== '/' ? `${target.path}/` : target.path);
  return { step: { instruction, from: from ? fromValue : undefined, sources, destination }, placements };
}

const UNKNOWN = { known: false, why: 'it is not known' } as const;
const UNKNOWN_IMAGE = '?';
const ANYWHERE: CopyTarget = { path: '/', directory: 'yes' };

function targetOf(
  { destination, sources }: CopyWords,
  instruction: Instruction,
  setting: CopySetting,
): CopyTarget | undefined {
  if (!destination.value.known) return undefined;
  const { value } = destination.value;
  const { workdir } = setting.config;
  if (!value.startsWith('/') && !workdir.value.known) return undefined;
  const path = joinInside(knownOr(workdir.value, '/'), value);
  const isFolder = /(?:^|\/)\.{0,2}$/.test(value) || sources.length > 1 || flagOf(instruction, 'parents') !== undefined;
  return { path, directory: isFolder || path === '/' ? 'yes' : setting.isDirectory(path) };
}

function optionsOf(
  instruction: Instruction,
  target: CopyTarget,
  { programDirectories, budget }: CopySetting,
): CopyOptions {
  const mode = flagOf(instruction, 'chmod');
  const excludes = instruction.flags.flatMap((flag) =>
    flag.name === 'exclude' && flag.value?.value.known ? [flag.value.value.value] : [],
  );
  const unpack = flagOf(instruction, 'unpack');
  return {
    target,
    mode: mode && knownOr(mode.value?.value ?? UNKNOWN, ''),
    parents: flagOf(instruction, 'parents') !== undefined,
    excluded: excluder(excludes),
    unpacks: instruction.keyword === 'ADD' && !(unpack?.value?.value.known && unpack.value.value.value === 'false'),
    programDirectories,
    budget,
  };
}

interface Resolved {
  readonly state: CopySource['state'];
  readonly placements: readonly Placement[];
}

function resolveSource(
  word: Word,
  pattern: string | undefined,
  instruction: Instruction,
  from: string | undefined,
  options: CopyOptions,
  setting: CopySetting,
): Resolved {
  const { range } = word;
  const heredoc = heredocOf(instruction, word);
  if (heredoc) return { state: 'found', placements: placeHeredoc(heredoc, options, setting) };
  if (pattern === undefined || pattern === '')
    return unchecked([{ kind: 'hole', directory: options.target.path, why: `\`${word.raw}\` is not known` }]);
  if (from !== undefined) return unchecked(placeFromImage(pattern, range, setting.stageFiles(from), options));
  if (instruction.keyword === 'ADD' && isGit(pattern))
    return unchecked([{ kind: 'hole', directory: options.target.path, why: `ADD clones \`${pattern}\` there` }]);
  if (instruction.keyword === 'ADD' && isUrl(pattern)) return unchecked(placeDownload(pattern, word, options));
  return resolveInContext(pattern, range, setting.context, options);
}

function unchecked(placements: readonly Placement[]): Resolved {
  return { state: 'unchecked', placements };
}

/** A download is readable for its owner only (0600). */
function placeDownload(url: string, word: Word, options: CopyOptions): readonly Placement[] {
  const name = baseName(url.replace(/[?#].*$/s, '').replace(/^\w+:\/\/[^/]*/, ''));
  if (name === '' && options.target.directory !== 'no')
    return [{ kind: 'hole', directory: options.target.path, why: `the name of \`${url}\` is not known` }];
  const { path, holes } = fileTarget(options.target, name);
  const executable = withMode('no', options.mode);
  return [{ kind: 'file', path, range: word.range, executable, content: () => undefined }, ...holes];
}

function placeHeredoc(
  heredoc: Heredoc,
  options: CopyOptions,
  { config, argumentNames }: CopySetting,
): readonly Placement[] {
  const { path, holes } = fileTarget(options.target, heredoc.name);
  const executable = withMode('no', options.mode);
  const content = (): string | undefined => heredocText(heredoc, config, argumentNames);
  return [{ kind: 'file', path, range: heredoc.range, executable, content }, ...holes];
}
