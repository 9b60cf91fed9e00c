import { USAGE } from './usage';

const PROGRAM = 'sagemaker-containers';

/** The part of the usage that is about one command, with the options that it shares with others. */
export function commandHelp(command: string): string {
  const own = blocks().filter((block) => isAbout(block, command));
  return `${own.join('\n')}\nAll commands, and the exit codes: ${PROGRAM} --help\n`;
}

/** Each begins with a line that stands two characters in, and has those that stand farther in below it. */
function blocks(): readonly string[] {
  return USAGE.split(/^(?= {2}\S)|^(?=\S)|^\n/m).filter((block) => block.startsWith('  '));
}

/** `  sagemaker-containers train <what> …`, or `  Of train, serve and plan:` */
function isAbout(block: string, command: string): boolean {
  const [, ...words] = (block.split('\n')[0] ?? '').trim().split(/[\s,:]+/);
  return block.startsWith('  Of ') ? words.includes(command) : words[0] === command;
}
