import type { Range } from 'vscode-languageserver-types';
import type { ImageFile } from '../../context/types';
import type { Instruction, Setting } from '../../dockerfile/types';
import type { Related } from '../../lint/finding';
import type { FoundServer } from '../../start/types';
import type { Subject } from '../../subject';

/** The first line of an instruction's range that is worth underlining: keyword and arguments, without heredoc bodies. */
export function headline(_subject: Subject, instruction: Instruction): Range {
  const end = instruction.argumentsAt + instruction.argumentsText.trimEnd().length;
  return instruction.within(0, Math.max(end, instruction.keyword.length));
}

/** Where to point for something the base image brings: the image word of FROM. */
export function baseRange(subject: Subject): Range {
  return subject.stage.root.image.range;
}

/** Where an effective setting is written, else FROM. */
export function settingRange(subject: Subject, setting: Setting<unknown>): Range {
  return setting.origin.from === 'instruction' ? setting.origin.range : baseRange(subject);
}

/** The instruction that set it, when it is in this file. */
export function settingInstruction(setting: Setting<unknown>): Instruction | undefined {
  return setting.origin.from === 'instruction' ? setting.origin.instruction : undefined;
}

/** Where a finding about a file of the image sits in the Dockerfile: the COPY word that brings it, else the start command, else FROM. */
export function fileRange(subject: Subject, file: ImageFile | undefined): Range {
  if (file?.range) return file.range;
  if (file?.instruction) return headline(subject, file.instruction);
  return startRange(subject);
}

/** ENTRYPOINT when there is one in the file, else CMD, else FROM of the stage. */
export function startRange(subject: Subject): Range {
  const { entrypoint, cmd } = subject.config;
  if (entrypoint.origin.from === 'instruction') return headline(subject, entrypoint.origin.instruction);
  if (cmd.origin.from === 'instruction') return headline(subject, cmd.origin.instruction);
  return subject.stage.from.range;
}

/** "here in serve, line 12" for a fact that stands in another file. */
export function relatedInFile(file: ImageFile | undefined, range: Range, message: string): readonly Related[] {
  return file?.source === undefined ? [] : [{ file: file.source, range, message }];
}

/** Where a finding about a server sits, and where the server is written. */
export function serverPlace(
  subject: Subject,
  found: FoundServer,
  range: Range,
): { readonly range: Range; readonly related: readonly Related[] } {
  if (!found.file || found.file.path === '')
    return { range: isReal(found.server.range) ? range : startRange(subject), related: [] };
  return {
    range: fileRange(subject, found.file),
    related: relatedInFile(found.file, range, 'The server is started here.'),
  };
}

function isReal(range: Range): boolean {
  return range.start.line !== range.end.line || range.start.character !== range.end.character;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
