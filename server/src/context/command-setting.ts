import type { ShellCommand } from '../shell/types';
import type { CopyBudget } from './copy-target';
import type { ImageTree, Node } from './image-tree';
import type { Tri } from './types';

/** Where a command runs. */
export interface CommandSetting {
  readonly command: ShellCommand;
  readonly tree: ImageTree;
  readonly programDirectories: ReadonlySet<string>;
  /** Directories of PATH at that point, in order. */
  readonly path: readonly string[];
  /** Where installers put programs. */
  readonly programFolder: string;
  readonly budget: CopyBudget;
}

/** A file that the command makes. */
export function writtenNode(
  path: string,
  executable: Tri,
  content: () => string | undefined,
  command: ShellCommand,
): Node {
  return {
    path,
    type: 'file',
    executable,
    source: undefined,
    content,
    instruction: command.instruction,
    range: command.range,
    lineEndsRepaired: false,
    provenance: provenanceOf(command),
    linkTo: undefined,
  };
}

export function provenanceOf({ instruction, range }: ShellCommand): string {
  return `${instruction.keyword} on line ${range.start.line + 1}`;
}
