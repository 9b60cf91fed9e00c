import { SERVE_WORD, TRAIN_WORD } from '../../../../contract/launch';
import { PROGRAM_VARIABLE } from '../../../../contract/environment';
import type { ImageFile } from '../../context/types';
import { knownPathPrefix } from '../../dockerfile/parse';
import type { Fix } from '../../lint/finding';
import type { Start } from '../../start/types';
import type { Subject } from '../../subject';
import { appendToStage, execForm } from './edits';
import { baseName } from './places';

/** The program that only hands over to another one, when it is the image's ENTRYPOINT: `tini`, `dumb-init`. */
export function bareInit(start: Start): string | undefined {
  const program = start.chain[0]?.argv[0];
  if (program === undefined) return undefined;
  const name = baseName(program);
  return /^(?:tini(?:-static)?|dumb-init|catatonit)$/.test(name) ? name : undefined;
}

/** CMD is the only start command of the file, and it starts something. */
export function hasOnlyCmd(subject: Subject): boolean {
  const { entrypoint, cmd } = subject.config;
  if (!entrypoint.value.known || entrypoint.value.value !== undefined) return false;
  if (!cmd.value.known || !cmd.value.value || cmd.origin.from !== 'instruction') return false;
  return !isIdle(cmd.value.value.words.map((it) => (it.value.known ? it.value.value : '')));
}

/** A shell or interpreter without a program, or the very word that SageMaker appends: nothing that CMD would have started. */
function isIdle(words: readonly string[]): boolean {
  const [first = '', second] = words;
  if (first === TRAIN_WORD || first === SERVE_WORD) return true;
  return (
    second === undefined && /^(?:(?:\/usr)?\/bin\/)?(?:ba|da|z)?sh$|^(?:\/usr\/bin\/)?python[\d.]*$|^R$/.test(first)
  );
}

/** The ENTRYPOINT is an interpreter and nothing else: whoever starts the image is to name the program, as ScriptProcessor does. */
export function startsBareInterpreter(subject: Subject): boolean {
  const { value } = subject.config.entrypoint;
  if (!value.known || value.value?.form !== 'exec' || value.value.words.length !== 1) return false;
  return isIdle(value.value.words.map((it) => (it.value.known ? it.value.value : '')));
}

/** SAGEMAKER_PROGRAM says that a toolkit was meant to start the program. */
export function meansToolkit(subject: Subject): boolean {
  return subject.config.env.get(PROGRAM_VARIABLE)?.origin.from === 'instruction';
}

/** Files of that name, or that name with an ending, outside PATH. */
export function nearMisses(subject: Subject, word: string): readonly ImageFile[] {
  const pattern = new RegExp(`^${word}(?:\\.(?:py|sh|R|r))?$`);
  return subject.files.files.filter(
    (it) => it.type === 'file' && it.linkTo === undefined && pattern.test(baseName(it.path)),
  );
}

/** Fixes that make a near miss answer: its folder on PATH, or an ENTRYPOINT that runs it. */
export function answerFixes(subject: Subject, word: string): readonly Fix[] {
  const file = nearMisses(subject, word)[0];
  if (!file) return [];
  const folder = file.path.slice(0, file.path.lastIndexOf('/')) || '/';
  const onPath = knownPathPrefix(subject.config).includes(folder);
  if (baseName(file.path) === word && !onPath) {
    const line = `ENV PATH="${folder}:\${PATH}"`;
    return [{ title: `Put \`${folder}\` on PATH`, edits: [appendToStage(subject, line)], safe: true }];
  }
  const interpreter = file.path.endsWith('.py')
    ? 'python'
    : file.path.endsWith('.sh')
      ? 'bash'
      : /\.r$/i.test(file.path)
        ? 'Rscript'
        : undefined;
  if (!interpreter) return [];
  const line = `ENTRYPOINT ${execForm([interpreter, file.path])}`;
  return [{ title: `Add \`${line}\``, edits: [appendToStage(subject, line)], safe: false }];
}
