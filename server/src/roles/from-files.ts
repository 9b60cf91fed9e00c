import { PROCESSING_CONFIG_FILES } from '../../../contract/config-files';
import {
  CHECKPOINTS_DIR,
  INPUT_CONFIG_DIR,
  INPUT_DIR,
  MODEL_DIR,
  OPT_ML,
  OUTPUT_DIR,
  PROCESSING_CONFIG_DIR,
  PROCESSING_DIR,
  STUDIO_HOME,
} from '../../../contract/filesystem';
import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { Role } from '../../../contract/roles';
import { INVOCATIONS_PATH, PING_PATH } from '../../../contract/serving';
import type { ImageFile } from '../context/types';
import type { Instruction } from '../dockerfile/types';
import { nginxInForce } from './nginx-in-force';
import { answersInvocations, callsSageMaker, servesByPlumber } from './program-words';
import type { RoleInputs, Signal } from './signal';
import { needsPlatform, strong } from './signal';

/** Paths of SageMaker that instructions name. */
export function pathSignals({ stage }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const instruction of stage.lineage) {
    if (instruction.keyword === 'FROM' || instruction.keyword === 'LABEL') continue;
    for (const match of instruction.code.matchAll(PATH)) {
      const range = instruction.within(match.index, match.index + match[0].length);
      const roles = rolesOfPath(match[0], instruction);
      signals.push(strong('path', roles, `\`${match[0]}\``, range));
    }
  }
  return signals;
}

const PATH = new RegExp(`(?<![\\w.-])(?:${OPT_ML}(?![\\w-])[\\w./-]*|${STUDIO_HOME}(?![\\w-])[\\w./-]*)`, 'g');

/** What a path says about the job; empty when several jobs use it. */
function rolesOfPath(path: string, instruction: Instruction | undefined): readonly Role[] {
  if (path.startsWith(STUDIO_HOME)) return ['studio'];
  const below = (directory: string): boolean => path === directory || path.startsWith(`${directory}/`);
  if (below(PROCESSING_DIR) || PROCESSING_CONFIG.includes(path)) return ['processing'];
  if (below(INPUT_DIR) || below(OUTPUT_DIR) || below(CHECKPOINTS_DIR)) return ['training'];
  // A model that the build puts there is meant to be served.
  if (below(MODEL_DIR) && (instruction?.keyword === 'COPY' || instruction?.keyword === 'ADD')) return ['inference'];
  return [];
}

const PROCESSING_CONFIG = ['', ...PROCESSING_CONFIG_FILES.map((it) => `/${it}`)].map(
  (it) => PROCESSING_CONFIG_DIR + it,
);

/** What the started programs read, write and answer. */
export function programSignals(inputs: RoleInputs): readonly Signal[] {
  const started = startedFiles(inputs);
  const signals = started.flatMap((file) => [
    ...(file.text === undefined ? [] : ofText(file, file.text)),
    ...ofRoutes(file, inputs),
  ]);
  if (signals.every((it) => it.roles.length === 0)) {
    // Files that nothing starts say what is meant only while no started one does: many folders hold both jobs.
    for (const file of besides(inputs, started)) if (file.text !== undefined) signals.push(...ofText(file, file.text));
  }
  for (const file of inputs.compiled()) {
    if (file.text !== undefined) signals.push(...ofText(file, file.text));
  }
  for (const { file, facts } of nginxInForce(inputs, started)) {
    const patterns = facts.locations.map((it) => it.value.pattern).join(' ');
    if (patterns.includes(INVOCATIONS_PATH.slice(1)) && patterns.includes(PING_PATH.slice(1))) {
      signals.push(strong('program', ['inference'], `${name(file)} routes \`${INVOCATIONS_PATH}\``, file.range));
    }
  }
  return signals;
}

/** A started program that looks for the words of SageMaker among its arguments, and does both jobs. */
export function dispatchSignals(inputs: RoleInputs): readonly Signal[] {
  for (const { file } of inputs.run.chain.concat(inputs.serve.chain)) {
    const words = file && (inputs.python(file) ?? inputs.script(file))?.dispatchesOn;
    if (file && words?.includes(TRAIN_WORD) && words.includes(SERVE_WORD)) {
      const text = `${name(file)} takes \`${TRAIN_WORD}\` and \`${SERVE_WORD}\``;
      return [needsPlatform('program', ['training', 'inference'], text, file.range)];
    }
  }
  return [];
}

/** The files of all three starts. */
function startedFiles(inputs: RoleInputs): readonly ImageFile[] {
  const seen = new Set<ImageFile>();
  for (const start of [inputs.serve, inputs.train, inputs.run]) {
    for (const link of start.chain) if (link.file) seen.add(link.file);
    for (const { file } of start.servers) if (file) seen.add(file);
  }
  return [...seen];
}

/** Further programs lying directly where the Dockerfile copies to. */
function besides(inputs: RoleInputs, started: readonly ImageFile[]): readonly ImageFile[] {
  const known = new Set(started.map((it) => it.path));
  const folders = new Set(inputs.config.workdir.value.known ? [inputs.config.workdir.value.value] : []);
  for (const { destination } of inputs.files.copies) {
    if (destination !== undefined) folders.add(destination.replace(/(?<=.)\/$/, ''));
  }
  return inputs.files.files
    .filter((file) => {
      const folder = file.path.slice(0, file.path.lastIndexOf('/')) || '/';
      return (
        file.type === 'file' &&
        !known.has(file.path) &&
        (folders.has(folder) || folders.has(file.path)) &&
        isProgram(file)
      );
    })
    .slice(0, 60);
}

function isProgram(file: ImageFile): boolean {
  return /\.(?:py|sh|js|mjs|ts|R|r|lua|go|java|conf)$|\/[a-z_-]+$/.test(file.path);
}

function ofText(file: ImageFile, text: string): readonly Signal[] {
  const signals: Signal[] = [];
  if (answersInvocations(text)) {
    signals.push(strong('program', ['inference'], `${name(file)} answers \`${INVOCATIONS_PATH}\``, file.range));
  }
  if (callsSageMaker(text)) return signals;
  if (servesByPlumber(file.path, text)) {
    signals.push(strong('program', ['inference'], `${name(file)} starts plumber for \`${SERVE_WORD}\``, file.range));
  }
  const paths = [...text.matchAll(PATH)].map((it) => it[0]).filter((it) => !it.startsWith(STUDIO_HOME));
  const found = paths.length > 0;
  const roles = new Set(paths.flatMap((it) => rolesOfPath(it, undefined)));
  // A processing job has its configuration and its outputs elsewhere: using those of training is a slip, not another job.
  const trains = paths.some(
    (it) =>
      !it.startsWith(INPUT_CONFIG_DIR) && !it.startsWith(OUTPUT_DIR) && rolesOfPath(it, undefined).includes('training'),
  );
  if (roles.has('processing') && !trains) roles.delete('training');
  // The classic sample: prefix = '/opt/ml/' and the rest joined on.
  if (found && !roles.has('processing') && /['"](?:input\/(?:data|config)|output)\b/.test(text)) roles.add('training');
  if (found) signals.push(strong('program', [...roles], `${name(file)} uses \`${OPT_ML}\``, file.range));
  return signals;
}

/** An app that answers `/invocations` is meant for SageMaker, whether or not it answers `/ping` too. */
function ofRoutes(file: ImageFile, inputs: RoleInputs): readonly Signal[] {
  const answers = inputs.python(file)?.routes.some(({ value }) => value.path === INVOCATIONS_PATH) ?? false;
  if (!answers || callsSageMaker(file.text ?? '')) return [];
  return [strong('program', ['inference'], `${name(file)} answers \`${INVOCATIONS_PATH}\``, file.range)];
}

/** Files called `train` and `serve`, where a container would have them. */
export function fileSignals(inputs: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const file of inputs.files.files) {
    if (file.type !== 'file' || file.instruction === undefined) continue;
    const base = name(file);
    const role = base === TRAIN_WORD ? 'training' : base === SERVE_WORD ? 'inference' : undefined;
    if (!role) continue;
    signals.push(needsPlatform('file', [role], `${file.provenance} puts \`${base}\` into the image`, file.range));
  }
  return signals;
}

function name(file: ImageFile): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}
