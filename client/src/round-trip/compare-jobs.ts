import { commands, l10n, Uri, window, workspace } from 'vscode';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';

const SCHEME = 'sagemaker-compare';

export interface Comparisons {
  dispose(): void;
  /** Opens two jobs or endpoints side by side: what was asked for, and what came of it. */
  show(left: Ref, right: Ref): Promise<void>;
}

/** Jobs as texts of which the differences mean something; they live as long as their editors. */
export function createComparisons(): Comparisons {
  const texts = new Map<string, string>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  const closed = workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  const textOf = async ({ connection, kind, name }: Ref): Promise<Uri> => {
    const engine = await loadEngine();
    const described = await engine.describeAll(await connection.sagemaker(), kind, name);
    const digests = await engine.digestsOf(engine.describedImages(described), async (image) =>
      connection.imageDigest?.(kind, name, image),
    );
    const text = engine.comparable(described, digests);
    const time = new Date().toISOString().replaceAll(/[-:]|\..*/g, '');
    const folder = encodeURIComponent(connection.id);
    const uri = Uri.from({ scheme: SCHEME, path: `/${folder}/${kind}/${time}/${name}.json` });
    texts.set(uri.toString(), text);
    return uri;
  };
  return {
    show: async (left, right) => {
      const [one, other] = await Promise.all([textOf(left), textOf(right)]);
      await commands.executeCommand('vscode.diff', one, other, `${nameOf(left)} ↔ ${nameOf(right)}`);
    },
    dispose: () => {
      provider.dispose();
      closed.dispose();
    },
  };
}

function nameOf({ connection, name }: Ref): string {
  return `${name} (${connection.label})`;
}

/** Says what has to be selected. */
export function tellTwo(): void {
  void window.showInformationMessage(
    l10n.t('Select two jobs of the same kind, or two endpoints, of this machine or of AWS.'),
  );
}
