import type { Range } from 'vscode-languageserver-types';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/types';
import { knownOr } from '../known';
import { memo } from '../lazy';
import type { FileEffect } from '../shell/effects';
import type { ShellCommand } from '../shell/types';
import { applyEffect } from './apply-effect';
import { BASE_IMAGE, baseFiles } from './base-files';
import type { BaseFiles } from './base-files';
import { writtenNode } from './command-setting';
import type { CopyBudget, Placement } from './copy-target';
import { isCopy } from './copy-words';
import { createTree, directoryNode } from './image-tree';
import type { ImageTree } from './image-tree';
import { isWithin, joinInside } from './paths';
import { resolveCopy } from './resolve-copy';
import type { BuildContext, CopyStep, ImageFile, ImageFiles, Lookup } from './types';

/** A program that a command surely installs. */
export interface InstalledProgram {
  readonly name: string;
  readonly provenance: string;
  readonly range: Range;
}

/** What buildImageFiles is told by the shell reader. */
export interface ImageDeps {
  /** The commands of a RUN instruction of the stage's lineage. */
  commandsOf(instruction: Instruction, stage: Stage): readonly ShellCommand[];
  programsOf(command: ShellCommand): readonly InstalledProgram[];
  /** What the command does to the files of the image. */
  effectsOf(command: ShellCommand): readonly FileEffect[];
}

interface Build {
  readonly stages: readonly Stage[];
  readonly context: BuildContext;
  readonly deps: ImageDeps;
  readonly argumentNames: ReadonlySet<string>;
  readonly done: Map<number, ImageFiles>;
  readonly budget: CopyBudget;
}

/** Files that are still copied one by one; folders copied into themselves again and again would never end. */
const MOST_COPIED = 50_000;

/** The file system of the stage's image, as far as the Dockerfile and its context tell. */
export function buildImageFiles(
  stage: Stage,
  dockerfile: Dockerfile,
  context: BuildContext,
  deps: ImageDeps,
): ImageFiles {
  const argumentNames = new Set<string>();
  for (const { keyword, pairs } of dockerfile.instructions) {
    if (keyword !== 'ARG') continue;
    for (const pair of pairs) argumentNames.add(knownOr(pair.name.value, pair.name.raw));
  }
  return filesOf(stage, {
    stages: dockerfile.stages,
    context,
    deps,
    argumentNames,
    done: new Map(),
    budget: { left: MOST_COPIED },
  });
}

/** What the image would hold without its RUN instructions and other stages: enough to find what a RUN reads. */
export function buildCopiedFiles(stage: Stage, context: BuildContext): ImageFiles {
  const deps: ImageDeps = { commandsOf: () => [], programsOf: () => [], effectsOf: () => [] };
  return filesOf(stage, {
    stages: [],
    context,
    deps,
    argumentNames: new Set(),
    done: new Map(),
    budget: { left: MOST_COPIED },
  });
}

function filesOf(stage: Stage, build: Build): ImageFiles {
  const known = build.done.get(stage.index);
  if (known) return known;
  const commands = new Map<Instruction, readonly ShellCommand[]>();
  for (const instruction of stage.lineage) {
    if (instruction.keyword === 'RUN' && !instruction.onbuild)
      commands.set(instruction, build.deps.commandsOf(instruction, stage));
  }
  const base = baseFiles(
    stage.base,
    [...commands.values()].some((it) => it.some(isPackageManager)),
  );
  const tree = createTree(base.lookup);
  const copies: CopyStep[] = [];
  for (const instruction of stage.lineage) {
    if (instruction.onbuild) continue;
    if (isCopy(instruction)) copies.push(...applyCopy(instruction, stage, tree, base, build));
    else if (instruction.keyword === 'WORKDIR') makeWorkdir(instruction, stage, tree);
    else for (const command of commands.get(instruction) ?? []) runCommand(command, stage, tree, base, build);
  }
  const files = viewOf(tree, base, stage, copies);
  build.done.set(stage.index, files);
  return files;
}

function isPackageManager({ words }: ShellCommand): boolean {
  const program = words[0]?.value;
  if (!program?.known) return true;
  return /(?:^|\/)(?:apt|apt-get|aptitude|apk|yum|dnf|microdnf|zypper|pacman|conda|mamba|micromamba|brew|nix-env)$/.test(
    program.value,
  );
}

function applyCopy(
  instruction: Instruction,
  stage: Stage,
  tree: ImageTree,
  { programDirectories }: BaseFiles,
  build: Build,
): readonly CopyStep[] {
  const resolved = resolveCopy(instruction, {
    context: build.context,
    config: stage.configAt(instruction),
    argumentNames: build.argumentNames,
    programDirectories,
    budget: build.budget,
    isDirectory: (path) => tree.isDirectory(path),
    stageFiles: (from) => stageFiles(from, instruction.stage, build),
  });
  if (!resolved) return [];
  const provenance = `${instruction.keyword} on line ${instruction.keywordRange.start.line + 1}`;
  for (const placement of resolved.placements) place(placement, instruction, provenance, tree);
  return [resolved.step];
}

/** Only earlier stages can be copied from. */
function stageFiles(from: string, before: number, build: Build): ImageFiles | undefined {
  const name = from.toLowerCase();
  const stage = build.stages.findLast((it) => it.index < before && (it.name === name || String(it.index) === name));
  return stage && filesOf(stage, build);
}

function place(placement: Placement, instruction: Instruction, provenance: string, tree: ImageTree): void {
  if (placement.kind === 'hole') {
    tree.addHole(placement);
    return;
  }
  const { path, range } = placement;
  if (placement.kind === 'directory') {
    if (tree.isDirectory(path) !== 'yes') tree.put(directoryNode(path, { instruction, range, provenance }));
    return;
  }
  const { executable, source, content, lineEndsRepaired = false, linkTo } = placement;
  tree.put({
    path,
    type: 'file',
    executable,
    source,
    content,
    instruction,
    range,
    lineEndsRepaired,
    provenance,
    linkTo,
  });
}

function makeWorkdir(instruction: Instruction, stage: Stage, tree: ImageTree): void {
  const [word, ...others] = instruction.words;
  if (!word?.value.known || others.length > 0) return;
  const before = stage.configAt(instruction).workdir.value;
  if (!word.value.value.startsWith('/') && !before.known) return;
  const path = joinInside(knownOr(before, '/'), word.value.value);
  if (tree.isDirectory(path) === 'yes') return;
  const provenance = `WORKDIR on line ${instruction.keywordRange.start.line + 1}`;
  tree.put(directoryNode(path, { instruction, range: word.range, provenance }));
}

function runCommand(
  command: ShellCommand,
  stage: Stage,
  tree: ImageTree,
  base: BaseFiles,
  { deps, budget }: Build,
): void {
  const path: readonly string[] = knownOr(stage.configAt(command.instruction).path.value, []);
  const programFolder = programFolderOf(path);
  const setting = { command, tree, programDirectories: base.programDirectories, path, programFolder, budget };
  for (const effect of deps.effectsOf(command)) applyEffect(effect, setting);
  for (const { name, provenance, range } of deps.programsOf(command)) {
    const node = writtenNode(joinInside(programFolder, name), 'yes', () => undefined, command);
    tree.put({ ...node, range, provenance });
  }
}

/** Where installers put programs: conda's folder when it is on PATH, else `/usr/local/bin`, else the first folder of PATH. */
function programFolderOf(path: readonly string[]): string {
  const usual = '/usr/local/bin';
  const conda = path.find((it) => /conda|mamba/.test(it) && it.endsWith('/bin'));
  return conda ?? (path.length === 0 || path.includes(usual) ? usual : (path[0] ?? usual));
}

function viewOf(tree: ImageTree, base: BaseFiles, stage: Stage, copies: readonly CopyStep[]): ImageFiles {
  const files: readonly ImageFile[] = tree.nodes().map((node) => tree.fileOf(node));
  const workdir = stage.config.workdir.value;
  // Kept: a stage that copies from its own parents would ask the same of them over and over.
  const lookup = memo((path: string): Lookup => {
    if (!path.startsWith('/') && !workdir.known) return { state: 'unknown', why: workdir.why };
    return tree.lookup(joinInside(knownOr(workdir, '/'), path));
  });
  return {
    lookup,
    which: (name, directories) =>
      name.includes('/') ? lookup(name) : findProgram(name, directories, base.programHome, lookup),
    files,
    under(directory) {
      const path = tree.resolve(joinInside('/', directory), true);
      if (path === undefined) return [];
      return files.filter((file) => file.type === 'file' && file.path !== path && isWithin(file.path, path));
    },
    copies,
  };
}

/** As `execvp` does: the first file that can be executed; files that can't are passed over, but better than nothing. */
function findProgram(
  name: string,
  directories: readonly string[],
  programHome: string,
  lookup: (path: string) => Lookup,
): Lookup {
  let blocked: Lookup | undefined;
  let unsure: Lookup | undefined;
  let ofBase: Lookup | undefined;
  if (name === '' || name === '.' || name === '..') return { state: 'absent' };
  for (const directory of directories) {
    const found = lookup(`${directory}/${name}`);
    if (found.state === 'unknown') unsure ??= found;
    if (found.state !== 'present' || found.file.type !== 'file') continue;
    if (found.file.provenance === BASE_IMAGE && directory !== programHome) ofBase ??= found;
    else if (found.file.executable !== 'no') return found;
    else blocked ??= found;
  }
  return ofBase ?? blocked ?? unsure ?? { state: 'absent' };
}
