import { buildEffects } from './build-effects';
import { copyEffects } from './copy-effects';
import { downloadEffects } from './download-effects';
import type { FileChange, FileEffect } from './file-effect';
import { findEffects } from './find-effects';
import { lineEndEffects } from './line-ends';
import { modeEffects } from './mode-effects';
import { programOf } from './program';
import { redirectEffects } from './redirect-effects';
import type { ShellCommand } from './types';

export type { FileChange, FileEffect } from './file-effect';

/**
 * What a command does to the files of the image: `chmod`, writes, copies, and `opaque` for steps that may create files
 * we can't name. Third-party installers (apt-get, pip from an index, conda …) bring no files of ours: no effect.
 */
export function effectsOf(command: ShellCommand): readonly FileEffect[] {
  const maybe = command.conditional || command.after === '||';
  return changesOf(command).map((change) => ({ ...change, maybe }));
}

function changesOf(command: ShellCommand): readonly FileChange[] {
  const { name, args } = programOf(command.words);
  const redirected = redirectEffects(command);
  if (name === 'find' || name === 'xargs') {
    return [...findEffects(command, name, args, changesOf), ...redirected];
  }
  const own =
    modeEffects(command, name, args) ??
    copyEffects(command, name, args) ??
    lineEndEffects(command, name, args) ??
    downloadEffects(command, name, args) ??
    buildEffects(command);
  return [...own, ...redirected];
}
