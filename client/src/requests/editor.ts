import { Disposable, Uri, workspace } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { RequestDiagnostics } from './diagnostics';
import { describedMembers, parsedJson } from './parsed-json';
import { registerQuickFixes } from './quick-fixes';
import { registerSuggestions } from './suggestions';

/** What an editor says of request documents and overlays. The engine is loaded with the first of them. */
export function registerRequestEditor({ context, connections: { local }, log }: Parts): Disposable {
  let texts: Promise<ReadonlyMap<string, string>> | undefined;
  const overlayTexts = (): Promise<ReadonlyMap<string, string>> => (texts ??= readOverlayTexts(context.extensionUri));
  let images: Promise<readonly string[]> | undefined;
  const builtImages = async (): Promise<readonly string[]> => {
    // Completing asks nobody to start Docker.
    if (local.engineState.state !== 'running') return [];
    images ??= loadEngine().then(async ({ listBuilt }) =>
      (await listBuilt(await local.engine())).flatMap((it) => it.tags),
    );
    return images.catch(() => []);
  };
  const forget = (): void => {
    images = undefined;
  };
  const diagnostics = new RequestDiagnostics(log, overlayTexts);
  return Disposable.from(
    diagnostics,
    registerSuggestions({ overlayTexts, builtImages }),
    registerQuickFixes(diagnostics),
    local.onDidBuild(forget),
    local.onDidChangeEngine(forget),
  );
}

async function readOverlayTexts(extension: Uri): Promise<ReadonlyMap<string, string>> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extension, 'schemas', 'overlay.schema.json'));
  return describedMembers(parsedJson(new TextDecoder().decode(bytes)));
}
