import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Uri, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import type { EditedDocument, Surroundings } from '../../../engine/src/requests/editor/types';
import type { Engine } from '../engine/load-engine';
import { parsedJson } from './parsed-json';

/** A document and what stands around it, as the editors and the disk have it. */
export interface Edited {
  readonly document: EditedDocument;
  readonly around: Surroundings;
}

/** What a document is, as the editor has it; undefined: neither a request nor the overlay of one. */
export async function editedOf(
  engine: Engine,
  { uri, text }: { readonly uri: Uri; readonly text: string },
  overlayTexts: ReadonlyMap<string, string>,
  builtImages: readonly string[] = [],
): Promise<Edited | undefined> {
  const path = uri.fsPath;
  const kind = engine.kindByName(path);
  const beside = kind === undefined ? await requestsBeside(engine, path) : [text];
  if (beside.length === 0) return undefined;
  const overlayPath = kind === undefined ? path : engine.overlayPathOf(path);
  const overlayText = kind === undefined ? text : await textOf(Uri.file(overlayPath));
  const overlay = overlayText === undefined ? engine.DEFAULT_OVERLAY : engine.parseOverlay(overlayText).overlay;
  const region = workspace.getConfiguration('sagemaker', uri).get<string>('region', '');
  return {
    document: { kind: kind ?? 'overlay', path, text },
    around: {
      overlay,
      folder: dirname(overlayPath),
      requests: beside.map(parsedJson),
      region: regionIn(text) ?? (region === '' ? engine.regionOf() : region),
      builtImages,
      overlayTexts,
      exists: existsSync,
    },
  };
}

/** The region of the images that the document names already. */
function regionIn(text: string): string | undefined {
  return /\.dkr\.ecr\.([a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2})\./.exec(text)?.[1];
}

/** The requests that an overlay belongs to: several kinds may have one name. */
async function requestsBeside(engine: Engine, overlay: string): Promise<readonly string[]> {
  const stem = overlay.replace(/\.local\.json$/i, '');
  const texts = await Promise.all(engine.REQUEST_KINDS.map((kind) => textOf(Uri.file(`${stem}.${kind}.json`))));
  return texts.filter((it) => it !== undefined);
}

/** A file as the editor has it, or else the disk; undefined: there is none. */
export async function textOf(uri: Uri): Promise<string | undefined> {
  const open = openDocument(uri);
  if (open !== undefined) return open.getText();
  if (!existsSync(uri.fsPath)) return undefined;
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

export function openDocument(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((it) => it.uri.toString() === uri.toString());
}
