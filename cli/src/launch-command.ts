import { existsSync } from 'node:fs';
import type { Aws } from './aws';
import { loadEngine } from './engine';
import { LAUNCH_OPTIONS, launchPlanned } from './launch-run';
import { onlyPositional, readOptions } from './read-options';
import { CORRECT_REQUEST, problemLines } from './show-problems';
import { subjectOf } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `launch`: sends a request document to SageMaker at AWS, with the data and images of its overlay; prints the ARN. */
export async function launchCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, LAUNCH_OPTIONS);
  const subject = subjectOf(onlyPositional(options, 'one request document'), terminal.cwd);
  if (subject.kind !== 'request') throw new UsageError('launch takes a request document, as the AWS CLI does.');
  const engine = await loadEngine();
  const { document, overlay, folder, problems } = engine.readRequestFile(subject.path);
  terminal.warn(problemLines(problems, terminal.cwd));
  if (document === undefined) throw new UsageError('The request has errors, so nothing was launched.', CORRECT_REQUEST);
  const plan = (aws: Aws) => aws.withoutMissing(aws.planLaunch(document, overlay, folder), existsSync);
  return launchPlanned(plan, options, terminal);
}
