import { AWS_OPTIONS, connect, loadAws } from './aws';
import { loadEngine } from './engine';
import { runLaunch } from './launch-run';
import { progressOn } from './progress';
import { onlyPositional, readOptions } from './read-options';
import { problemLines } from './show-problems';
import { subjectOf } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `launch`: sends a request document to SageMaker at AWS, with the data and images of its overlay; prints the ARN. */
export async function launchCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, [...AWS_OPTIONS, 'to', 'yes', 'dry-run']);
  const subject = subjectOf(onlyPositional(options, 'one request document'), terminal.cwd);
  if (subject.kind !== 'request') throw new UsageError('launch takes a request document, as the AWS CLI does.');
  const engine = await loadEngine();
  const { document, overlay, folder, problems } = engine.readRequestFile(subject.path);
  terminal.warn(problemLines(problems, terminal.cwd));
  if (document === undefined) throw new UsageError('The request has errors, so nothing was launched.');
  const aws = await loadAws();
  const connection = await connect(aws, options, terminal);
  const progress = progressOn(terminal);
  try {
    const plan = aws.planLaunch(document, overlay, folder);
    const launched = await runLaunch({ aws, engine, connection, plan, options, progress }, terminal);
    if (launched === undefined) return options.flag('dry-run') ? 0 : 1;
    terminal.write(`${launched.arn}\n`);
    return 0;
  } finally {
    progress.end();
    connection.close();
  }
}
