import { UsageError } from './usage';
import { isUserError } from './user-error';

/** As a shell says it of a command that Ctrl-C ended. */
export const INTERRUPTED = 130;
/** What `sysexits.h` calls EX_SOFTWARE: a defect of ours, which no script takes for a finding or a job that failed. */
const DEFECT = 70;

/** How a command that threw ends. */
export interface Failure {
  /** For standard error: what happened, and what to do. Empty: Ctrl-C needs no words. */
  readonly text: string;
  readonly exitCode: number;
}

const NAME_TAKEN = 'Give it another one with --name, or delete what has it with --replace.';

/** Errors of the system that a user can act on, by their code. */
const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'Give yourself the right to it, or name another path.',
  EPERM: 'Give yourself the right to it, or name another path.',
  EROFS: 'The file system can only be read: name another path.',
  ENOSPC: 'The disk is full: free some space, then try again.',
  EDQUOT: 'Your share of the disk is used up: free some space, then try again.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n), then try again.',
  ENFILE: 'Too many files are open on this machine: end some programs, then try again.',
  ENOENT: 'Look whether it is still there, also the folder that you are in.',
  ENOTDIR: 'A file stands where a folder has to be: name another path.',
  EISDIR: 'A folder stands where a file has to be: name another path.',
  EEXIST: 'Something else is there already: name another path.',
  ERR_MODULE_NOT_FOUND: 'A part of SageMaker Containers is missing: install it again.',
};

/** `command`: the word that was given for it. `interrupted`: Ctrl-C had been pressed. */
export function failureOf(error: unknown, command: string | undefined, interrupted: boolean): Failure {
  if (error instanceof UsageError) {
    const help = `See: sagemaker-containers ${command === undefined ? '' : `${command} `}--help`;
    return { text: `${error.message}\n${error.remedy ?? help}\n`, exitCode: 2 };
  }
  if (interrupted) return { text: '', exitCode: INTERRUPTED };
  if (isUserError(error)) {
    const remedy = error.name === 'ResourceInUse' ? NAME_TAKEN : error.remedy;
    const docs = error.docs === undefined ? '' : `See: ${error.docs}\n`;
    return { text: `${error.message}\n${remedy}\n${docs}`, exitCode: 1 };
  }
  const remedy = REMEDIES[codeOf(error) ?? ''];
  if (remedy !== undefined) return { text: `${messageOf(error)}\n${remedy}\n`, exitCode: 1 };
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const what = `SageMaker Containers itself failed, not your container: ${messageOf(error)}`;
  return { text: `${what}\nPlease report this, with these lines:\n${trace}\n`, exitCode: DEFECT };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Without the list of files that Node adds when it does not find a module. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
