import type { Disposable, ExtensionContext } from 'vscode';
import type { Core } from './app';
import { Connections } from './connections/connections';
import { LocalConnection } from './connections/local-connection';
import { createLogs } from './logs/log-terminals';
import type { Parts } from './parts';
import { registerRequests } from './requests/register';
import { createRuns } from './runs/start-run';
import { registerContractTests } from './testing/contract-tests';
import { registerViews } from './views/register';

/** A feature of the desktop extension: registers its commands, views and providers, and answers what ends them. */
type Feature = (parts: Parts) => Disposable;

const FEATURES: readonly Feature[] = [registerRequests, registerViews, registerContractTests];

/** Adds all that runs something, which a browser alone can't. Nothing is loaded or connected yet. */
export function startDesktop(context: ExtensionContext, { log, status }: Core): Parts {
  const local = new LocalConnection(log);
  const connections = new Connections(local);
  const logs = createLogs(local);
  const runs = createRuns(local, logs, log);
  const parts: Parts = { context, log, connections, runs, logs, lintStatus: status };
  context.subscriptions.push(connections, logs, ...FEATURES.map((register) => register(parts)));
  return parts;
}
