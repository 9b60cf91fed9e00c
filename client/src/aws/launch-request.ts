import { existsSync } from 'node:fs';
import { l10n, window, workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { readJob } from '../runs/start-run';
import type { AwsConnection } from './aws-connection';
import { ensureRole } from './choose-role';
import { launchPlanned } from './launch-plan';
import { loadAws } from './load-aws';
import { offerImages } from './write-images';

/** Launches the request document at `uri`. Undefined: the user has seen why not. */
export async function launchRequest(uri: Uri, root: AwsConnection, parts: Parts): Promise<Ref | undefined> {
  const [aws, engine] = await Promise.all([loadAws(), loadEngine()]);
  const kind = engine.kindByName(uri.path);
  if (kind === undefined) {
    void window.showInformationMessage(l10n.t('{0} is no request document.', workspace.asRelativePath(uri)));
    return undefined;
  }
  if (!(await ensureRole(uri, kind, root))) return undefined;
  const job = await readJob(uri);
  if (job === undefined) return undefined;
  const plan = aws.withoutMissing(aws.planLaunch(job.document, job.overlay, job.context.folder), existsSync);
  const done = await launchPlanned(plan, root, parts);
  if (done === undefined) return undefined;
  void offerImages(uri, done.launched.images);
  return done.ref;
}
