import { queueFolder } from './async-files';
import { failLeft } from './async-queue';
import type { Desk } from './desk';
import { logsOf } from './endpoint-run';
import type { EndpointRun, Fleet } from './endpoint-run';
import type { EndpointState } from './endpoint-requests';
import { clearJob } from './job-things';
import { Recorder } from './recorder';
import { hostState } from './serving';

/**
 * The containers of an endpoint whose process died, followed from where the logs end; `state` names this process as the
 * owner. Undefined: some are gone, so the endpoint has failed and nothing is left of it.
 */
export async function takeOverFleet(desk: Desk, state: EndpointState): Promise<Fleet | undefined> {
  const { store } = desk;
  const folder = store.folder(state.kind, state.name);
  const recorder = new Recorder(store, state);
  const plan = await desk.planIfWhole(state);
  const left = state.status === 'InService' ? await desk.leftHosts(state, plan) : undefined;
  if (plan === undefined || left === undefined) {
    await clearJob(await desk.engine(), desk.options.storage, state.kind, state.name);
    const failureReason = 'InternalServerError: The process that ran this endpoint ended, and its containers are gone.';
    await recorder.update((before) => ({ ...before, status: 'Failed', failureReason, hosts: [] }));
    await failLeft(queueFolder(folder), 'all', failureReason);
    return undefined;
  }
  const bench = await desk.bench(state.kind, plan);
  bench.adopt();
  const run: EndpointRun = { plan, folder, recorder, bench, graceSeconds: desk.graceSeconds(plan) };
  const logs = logsOf(run);
  const hosts = await left(logs);
  const states = await Promise.all(hosts.map((host) => hostState(bench.engine, host)));
  await recorder.update((before) => ({ ...before, hosts: states }));
  await failLeft(
    queueFolder(folder),
    'running',
    'The process that ran this endpoint ended while the container was at work.',
  );
  return { run, hosts, states, logs };
}
