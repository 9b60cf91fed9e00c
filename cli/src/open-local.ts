import type { LocalSession } from '../../engine/src/session/open-local';
import { atAwsFor } from './aws';
import type { Engine } from './engine';
import { buildReporter } from './progress';
import type { Progress } from './progress';
import type { Options } from './read-options';
import type { Job } from '../../engine/src/session/job';
import type { Terminal } from './terminal';

/** The window of all jobs that were begun in a terminal. */
const TERMINAL = 'terminal';

/**
 * SageMaker on this machine, for one command; the engine is looked for when it is first needed. `job`: what is to run,
 * whose `options` may name a connection to AWS for its data and images.
 */
export async function openLocal(
  engine: Engine,
  job: Job | undefined,
  progress: Progress,
  terminal: Terminal,
  options?: Options,
): Promise<LocalSession> {
  const report = buildReporter(progress);
  const atAws = job === undefined || options === undefined ? undefined : atAwsFor(job, options, terminal);
  const session = await engine.openLocal({
    storage: engine.storageFolder(terminal.env),
    window: TERMINAL,
    placed: () =>
      job === undefined
        ? { overlay: engine.DEFAULT_OVERLAY, folder: terminal.cwd }
        : { overlay: job.overlay, ...job.context },
    onBuild: (_image, event) => {
      report(event);
    },
    onPull: (image) => {
      progress.line(`Pulling ${image}.`);
    },
    signal: terminal.interruption(),
    ...(atAws === undefined ? {} : { s3: atAws.s3, login: atAws.login }),
  });
  return {
    ...session,
    close: async () => {
      progress.end();
      await session.close();
      atAws?.close();
    },
  };
}
