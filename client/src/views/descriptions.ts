import { Uri, window, workspace } from 'vscode';
import { describe } from '../../../engine/src/session/by-kind';
import type { Connection, Ref } from '../connections/connection';

const SCHEME = 'sagemaker-json';

export interface Descriptions {
  dispose(): void;
  /** Opens what was told of something. */
  open(connection: Connection, of: { readonly kind: string; readonly name: string }, told: object): Promise<void>;
  /** Opens all that SageMaker tells of a job or endpoint. */
  show(ref: Ref): Promise<void>;
}

/** Read-only JSON documents, as the Describe calls answer them at the moment they are opened. */
export function createDescriptions(): Descriptions {
  const texts = new Map<string, string>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  const closed = workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  const open: Descriptions['open'] = async (connection, { kind, name }, told) => {
    const time = new Date().toISOString().replaceAll(/[-:]|\..*/g, '');
    const uri = Uri.from({ scheme: SCHEME, path: `/${connection.id}/${kind}/${time}/${name}.json` });
    texts.set(uri.toString(), `${JSON.stringify(told, undefined, 2)}\n`);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  };
  return {
    open,
    show: async ({ connection, kind, name }) => {
      await open(connection, { kind, name }, await describe(await connection.sagemaker(), kind, name));
    },
    dispose: () => {
      provider.dispose();
      closed.dispose();
    },
  };
}
