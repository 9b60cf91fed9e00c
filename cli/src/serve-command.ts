import { unlessMissing } from '../../engine/src/session/by-kind';
import { createFrom, forgetParts } from '../../engine/src/session/create';
import { greeting } from './greeting';
import { exitCodeIn } from './job-command';
import { programName } from './program';
import { prepare } from './run-preparation';
import type { Prepared } from './run-preparation';
import { showLogs } from './show-logs';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `serve`: an endpoint for as long as the command runs. */
export async function serveCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const signal = terminal.interruption();
  const prepared = await prepare('endpoint', args, terminal);
  const { document } = prepared.job;
  if (document.kind !== 'endpoint') throw new UsageError('serve takes an endpoint.');
  const { local, plan, options } = prepared;
  const { sagemaker } = local;
  try {
    if (options.flag('replace')) await unlessMissing(sagemaker.deleteEndpoint(plan.name));
    const taken = (await unlessMissing(sagemaker.describeEndpoint(plan.name))) !== undefined;
    if (taken) throw new UsageError(`There is already an endpoint ${plan.name}: take another --name, or --replace it.`);
    // Models and configurations hold no data, and those of a terminal that died are in the way.
    await forgetParts(sagemaker, document);
    await createFrom(sagemaker, document, signal);
    try {
      return await serve(prepared, terminal, signal);
    } finally {
      await unlessMissing(sagemaker.deleteEndpoint(plan.name));
      await forgetParts(sagemaker, document);
    }
  } finally {
    await local.close();
  }
}

/** Until Ctrl-C, until somebody deletes it, or until it fails. */
async function serve(prepared: Prepared, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const { engine, local, plan, progress } = prepared;
  const { sagemaker } = local;
  const { name } = plan;
  progress.line(`${name}: starting.`);
  const logs = showLogs(sagemaker, 'endpoint', name, terminal, signal);
  logs.catch(() => undefined);
  await sagemaker.settled('endpoint', name);
  const created = await unlessMissing(sagemaker.describeEndpoint(name));
  const proxy = created?.EndpointStatus === 'InService' ? await engine.startEndpointProxy(sagemaker) : undefined;
  try {
    if (proxy !== undefined) {
      const program = programName(process.argv[1], terminal.cwd);
      for (const line of greeting({ name, serving: plan.serving, url: proxy.url, program })) progress.line(line);
    }
    await logs;
  } finally {
    await proxy?.close();
  }
  if (signal.aborted) {
    progress.line(`${name}: stopping.`);
    return 0;
  }
  const ended = await unlessMissing(sagemaker.describeEndpoint(name));
  if (ended?.EndpointStatus !== 'Failed') return 0;
  progress.line(`${name}: Failed. ${ended.FailureReason ?? ''}`);
  return exitCodeIn(ended.FailureReason) ?? 1;
}
