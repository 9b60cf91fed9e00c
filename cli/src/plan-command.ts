import { KINDS } from '../../engine/src/session/by-kind';
import { loadEngine } from './engine';
import { optionsFor, readJob } from './read-job';
import { oneOf, onlyPositional, readOptions } from './read-options';
import { problemLines } from './show-problems';
import { subjectOf } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `plan`: what a request would do here, without doing it. 1 when it has errors, or can't run. */
export async function planCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['format', ...KINDS.flatMap(optionsFor)]);
  const format = oneOf(options.text('format') ?? 'text', ['text', 'json'], '--format');
  const subject = subjectOf(
    onlyPositional(options, 'one request document: plan train.training-job.json'),
    terminal.cwd,
  );
  if (subject.kind !== 'request') throw new UsageError('plan takes a request document, a JSON file.');
  const engine = await loadEngine();
  const { job, problems } = readJob(engine, subject, undefined, options, terminal);
  const plan = job && engine.planOf(job);
  const refused = (plan?.fidelity ?? []).some((it) => it.level === 'refused');
  if (format === 'json') {
    terminal.write(`${JSON.stringify({ problems, plan: plan ? engine.withoutSecrets(plan) : null }, null, 2)}\n`);
  } else {
    terminal.warn(problemLines(problems, terminal.cwd));
    if (plan) terminal.write(`${engine.toDockerRun(plan)}\n${engine.toFidelityText(plan.fidelity)}`);
  }
  return plan === undefined || refused ? 1 : 0;
}
