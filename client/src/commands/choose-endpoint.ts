import { l10n, Uri, window, workspace } from 'vscode';
import { listAll } from '../../../engine/src/session/by-kind';
import type { Connection, Ref } from '../connections/connection';
import { refIn } from '../connections/ref-in';
import { loadEngine } from '../engine/load-engine';
import { isRunOf } from '../runs/free-name';
import { isRequest } from '../requests/documents';
import type { Parts } from '../parts';
import { readError } from '../show-error';

/** A row of the Endpoints view, a reference, an endpoint document, the one that is edited, or what the user chooses. */
export async function chooseEndpoint(parts: Parts, target: unknown): Promise<Ref | undefined> {
  const given = refIn(target, parts.connections.all);
  if (given?.kind === 'endpoint') return given;
  const document = target instanceof Uri ? target : documentOfEditor();
  const named = document && (await nameIn(document));
  const found = await endpoints(parts);
  // A second run of a document has a time behind its name. The newest one is meant, this machine's before those at AWS.
  const ofDocument = named === undefined ? [] : found.filter(({ name }) => isRunOf(name, named));
  if (ofDocument[0] !== undefined) return ofDocument[0];
  if (found.length === 0) {
    void window.showInformationMessage(
      l10n.t('No endpoint is in service. Serve an image first, for example with “Serve Locally”.'),
    );
    return undefined;
  }
  const items = found.map((ref) => ({ label: `$(radio-tower) ${ref.name}`, description: ref.connection.label, ref }));
  return (await window.showQuickPick(items, { title: l10n.t('Invoke Endpoint') }))?.ref;
}

function documentOfEditor(): Uri | undefined {
  const active = window.activeTextEditor?.document;
  return active !== undefined && isRequest(active) && active.uri.path.endsWith('.endpoint.json')
    ? active.uri
    : undefined;
}

async function nameIn(uri: Uri): Promise<string | undefined> {
  const engine = await loadEngine();
  const { document } = engine.readRequestFile(uri.fsPath, (await workspace.openTextDocument(uri)).getText());
  return document?.kind === 'endpoint' ? engine.nameOf(document) : undefined;
}

async function endpoints({ connections, log }: Parts): Promise<readonly Ref[]> {
  const of = async (connection: Connection): Promise<readonly Ref[]> => {
    const refs: Ref[] = [];
    try {
      for await (const { name, status } of listAll(await connection.sagemaker(), 'endpoint')) {
        if (status === 'InService') refs.push({ connection, kind: 'endpoint', name });
      }
    } catch (error) {
      log.warn(readError(error).message);
    }
    return refs;
  };
  return (await Promise.all(connections.all.map(of))).flat();
}
