import type { ImageFile } from '../../context/types';
import type { Outcome, Start } from '../../start/types';
import type { Subject } from '../../subject';

type FileOutcome = Extract<Outcome, { readonly file: ImageFile }>;

export interface FailedFile {
  readonly kind: FileOutcome['kind'];
  readonly file: ImageFile;
  /** What SageMaker runs: `docker run IMAGE serve`. */
  readonly commands: readonly string[];
}

/** Files that can't be executed in one of the starts that the image's roles need, each once. */
export function failedFiles(subject: Subject, kind: FileOutcome['kind']): readonly FailedFile[] {
  const found = new Map<string, { file: ImageFile; commands: string[] }>();
  for (const { start, command } of startsOf(subject)) {
    const { outcome } = start;
    if (outcome.kind !== kind || !('file' in outcome)) continue;
    const known = found.get(outcome.file.path);
    if (known) known.commands.push(command);
    else found.set(outcome.file.path, { file: outcome.file, commands: [command] });
  }
  return [...found.values()].map((it) => ({ kind, ...it }));
}

/** The starts that the roles need, with the command line SageMaker uses. */
export function startsOf(subject: Subject): readonly { readonly start: Start; readonly command: string }[] {
  return [
    ...(subject.has('training') ? [{ start: subject.train, command: 'docker run IMAGE train' }] : []),
    ...(subject.has('inference') ? [{ start: subject.serve, command: 'docker run IMAGE serve' }] : []),
    ...(subject.has('processing') ? [{ start: subject.run, command: 'docker run IMAGE' }] : []),
  ];
}
