import type { Disposable, ExtensionContext } from 'vscode';
import type { Core } from './app';
import { registerAws } from './aws/register';
import { registerBuilds } from './builds/register';
import { registerInvoke } from './commands/invoke-endpoint';
import { Connections } from './connections/connections';
import { LocalConnection } from './connections/local-connection';
import { registerDoctor } from './doctor/register';
import { registerImages } from './images/register';
import { registerFirstRun } from './first-run/register';
import { createLogs } from './logs/log-terminals';
import { registerDebugging } from './debug/register';
import { registerLogs } from './logs/register';
import { registerMetrics } from './metrics/register';
import { registerNewProject } from './new-project/register';
import type { Parts } from './parts';
import { registerRequests } from './requests/register';
import { registerRoundTrip } from './round-trip/register';
import { createRuns } from './runs/start-run';
import { registerContractTests } from './testing/contract-tests';
import { KeptResults } from './testing/kept-results';
import { registerTasks } from './tasks/register';
import { registerTools } from './tools/register';
import { registerViews } from './views/register';
import { registerWatch } from './watch/register';

/** A feature of the desktop extension: registers its commands, views and providers, and answers what ends them. */
type Feature = (parts: Parts) => Disposable;

const FEATURES: readonly Feature[] = [
  registerBuilds,
  registerFirstRun,
  registerInvoke,
  registerDoctor,
  registerTasks,
  registerRequests,
  registerViews,
  registerContractTests,
  registerLogs,
  registerMetrics,
  registerTools,
  registerAws,
  registerRoundTrip,
  registerDebugging,
  registerWatch,
  registerNewProject,
  registerImages,
];

/** Adds all that runs something, which a browser alone can't. Nothing is loaded or connected yet. */
export function startDesktop(context: ExtensionContext, { log, status, askServer }: Core): Parts {
  const local = new LocalConnection(log);
  const connections = new Connections(local);
  const logs = createLogs();
  const runs = createRuns(local, logs, log);
  const results = new KeptResults(context.workspaceState);
  const parts: Parts = { context, log, connections, runs, logs, results, askServer, lintStatus: status };
  context.subscriptions.push(connections, logs, results, ...FEATURES.map((register) => register(parts)));
  return parts;
}
