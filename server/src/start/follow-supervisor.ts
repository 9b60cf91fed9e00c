import type { ImageFile } from '../context/types';
import { readSupervisorConfig } from '../readers/supervisor-config';
import type { Followers } from './follow-script';
import type { Outcome } from './types';
import { baseName, findFile, type Step, type Walk } from './walk';

/** Where supervisord looks when it isn't told, below WORKDIR and in the system. */
const USUAL = ['supervisord.conf', 'etc/supervisord.conf', '/etc/supervisord.conf', '/etc/supervisor/supervisord.conf'];

export function isSupervisor(program: string): boolean {
  return baseName(program) === 'supervisord';
}

/** The programs that supervisord starts, and whether it stays in the foreground. */
export function followSupervisor(step: Step, walk: Walk, run: Followers): Outcome {
  const file = configOf(step, walk);
  const facts = file?.text === undefined ? undefined : readSupervisorConfig(file.text);
  if (!file || !facts || facts.includes) walk.complete = false;
  const stays = step.argv.some((it) => it === undefined || it === '-n' || it === '--nodaemon');
  if (file && facts && !stays && !facts.includes && facts.nodaemon !== true)
    walk.detached.push({ program: 'supervisord', range: step.rangeOf(0), file: step.file, config: file });
  for (const { value, range } of facts?.programs ?? []) {
    run.program(
      {
        argv: value,
        role: 'script',
        command: undefined,
        origin: undefined,
        word: undefined,
        wordAt: undefined,
        rangeOf: () => range,
        file,
        direct: true,
      },
      walk,
    );
  }
  if (step.wordAt === undefined) return { kind: 'runs' };
  // It takes options only.
  const why = `\`supervisord\` does not know the argument \`${step.word ?? ''}\``;
  return { kind: 'rejects', why, range: step.rangeOf(0) };
}

/** The configuration that is surely in force. */
function configOf({ argv }: Step, walk: Walk): ImageFile | undefined {
  const named = argv.flatMap((word, i) =>
    word === '-c' || word === '--configuration'
      ? [argv[i + 1]]
      : word?.startsWith('--configuration=') === true
        ? [word.slice(word.indexOf('=') + 1)]
        : [],
  );
  const paths = named.length > 0 ? named : USUAL;
  for (const path of paths) {
    const found = path === undefined ? undefined : findFile(path, walk);
    if (found?.state === 'present' && found.file.type === 'file') return found.file;
  }
  return undefined;
}
