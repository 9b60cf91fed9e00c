import { OUTPUT_DIR } from '../../../contract/filesystem';

/** Folder of the hooks in the container. */
export const HOOK_DIR = '/sagemaker-debugger';
/** Where the copy of debugpy of this machine is mounted, for images without one. */
export const DEBUGPY_DIR = `${HOOK_DIR}-debugpy`;
/** `address:port:wait` or `address:port:go`: the first process that is an entry point takes it. */
export const DEBUG_VARIABLE = 'SAGEMAKER_DEBUGGER';
/** Made by the process that listens: there is one debugger in a container. */
export const CLAIM_FILE = '/tmp/.sagemaker-debugger-claimed';
/** What is in it when that process is one of Node. */
export const NODE_CLAIM = 'node';
/** Written by the Python process that listens: how others of the container join its debugger. */
export const JOIN_FILE = '/tmp/.sagemaker-debugger-join';
/** Its text becomes the job's FailureReason. */
export const FAILURE_FILE = `${OUTPUT_DIR}/failure`;
/** What a hook writes to stderr as soon as a debugger can attach: `… Python listens on port 41234`. */
export const LISTENING = 'SageMaker Containers debugger:';

export type DebuggedLanguage = 'python' | 'node';

/** The language and port of a line of the log that says that a debugger can attach; undefined: it is another line. */
export function listeningLine(
  text: string,
): { readonly language: DebuggedLanguage; readonly port: number } | undefined {
  const match = new RegExp(`^${LISTENING} (python|node) listens on port (\\d{1,5})$`).exec(text.trim());
  if (match === null) return undefined;
  return { language: match[1] === 'node' ? 'node' : 'python', port: Number(match[2]) };
}
