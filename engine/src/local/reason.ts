import { FAILURE_FILE, MESSAGE_FILE } from '../../../contract/filesystem';
import { EXIT_MESSAGE_BYTES, FAILURE_REASON_CHARACTERS } from '../../../contract/launch';
import { isDiskFull, isEngineDiskFull } from '../docker/disk-full';
import type { DockerEngine } from '../docker/engine';
import { exitProblem } from '../docker/exit-problem';
import { UserError } from '../user-error';
import { readSmallFile } from './artefacts';
import type { HostEnd } from './hosts';
import type { Workbench } from './workbench';

/** UTF-8 needs up to this many bytes for a character. */
const BYTES_EACH = 4;

/**
 * FailureReason of a job whose container failed: the container's own words when it left some, else what the exit means
 * and which requirement it breaks.
 */
export async function failureReason(bench: Workbench, failure: HostEnd): Promise<string> {
  const { end, plan, id } = failure;
  if (end.withEngine === true) {
    const lost = exitProblem(end, bench.launch(plan), plan.memory);
    if (lost !== undefined) return `InternalServerError: ${lost.message} ${lost.remedy ?? ''}`.trim();
  }
  const own = await failureText(bench.engine, id);
  const code = `exit code: ${end.exitCode}`;
  if (own !== undefined) return `AlgorithmError: ${own}, ${code}`;
  const problem = exitProblem(end, bench.launch(plan), plan.memory);
  const requirements = problem?.requirements ?? [];
  const text = [problem?.message, problem?.remedy].filter((part) => part !== undefined).join(' ');
  const ids = requirements.length === 0 ? '' : ` (${requirements.join(', ')})`;
  const last = lastWords(end.lastLines);
  return `AlgorithmError: ${withoutStop(text)}${ids}${last}, ${code}`;
}

/** What the container wrote last is mostly the exception. */
function lastWords(lines: readonly string[]): string {
  const last = lines.findLast((line) => line.trim() !== '');
  return last === undefined ? '' : `; its last line: “${last.trim().slice(0, 200)}”`;
}

function withoutStop(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text;
}

async function failureText(engine: DockerEngine, id: string): Promise<string | undefined> {
  const most = FAILURE_REASON_CHARACTERS.value;
  const bytes = await readSmallFile(engine, id, FAILURE_FILE, most * BYTES_EACH);
  const text = bytes?.toString('utf8').trim();
  if (text === undefined || text === '') return undefined;
  return Array.from(text).slice(0, most).join('');
}

const FREE_SPACE = 'Free some space, or choose another folder, and run it again.';

/** FailureReason for an error before a container ran, or of the engine itself. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError) return `ClientError: ${error.message} ${error.remedy}`;
  if (isDiskFull(error)) {
    const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? ` of ${error.path}` : '';
    return `ClientError: The disk${path} is full, so what the job needs or left could not be saved. ${FREE_SPACE}`;
  }
  if (isEngineDiskFull(error)) {
    return `ClientError: The disk of the Docker Engine is full. Remove images and volumes that are not needed (\`docker system df\` shows them), and run it again.`;
  }
  return `InternalServerError: ${error instanceof Error ? error.message : String(error)}`;
}

/** A processing job's closing words; undefined text: they are no UTF-8. */
export async function exitMessage(
  engine: DockerEngine,
  id: string,
): Promise<{ readonly text: string | undefined } | undefined> {
  const bytes = await readSmallFile(engine, id, MESSAGE_FILE, EXIT_MESSAGE_BYTES.value);
  if (bytes === undefined || bytes.length === 0) return undefined;
  try {
    // `stream`: the limit may cut a character in two.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }) };
  } catch {
    return { text: undefined };
  }
}
