import { l10n, RelativePattern, Uri, window, workspace } from 'vscode';
import { contentTypeOf } from '../../../engine/src/conformance/payloads';

export interface Payload {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** To be remembered: the file, or the text. */
  readonly source: PayloadSource;
}

export type PayloadSource = { readonly file: string } | { readonly text: string; readonly contentType: string };

const MOST = 50;

/** The payload of last time, a sample of `.sagemaker/payloads`, any file, or typed text. Undefined: cancelled. */
export async function choosePayload(last: PayloadSource | undefined): Promise<Payload | undefined> {
  const title = l10n.t('Invoke Endpoint');
  const samples = (await Promise.all((workspace.workspaceFolders ?? []).map((it) => samplesIn(it.uri)))).flat();
  const items: readonly { readonly label: string; readonly description?: string; readonly read: Read }[] = [
    ...(last === undefined
      ? []
      : [{ label: l10n.t('$(history) As last time'), description: nameOf(last), read: () => readPayload(last) }]),
    ...samples.map((uri) => ({
      label: `$(file) ${workspace.asRelativePath(uri)}`,
      read: () => readPayload({ file: uri.fsPath }),
    })),
    { label: l10n.t('$(folder-opened) A file…'), read: fromDialog },
    { label: l10n.t('$(edit) Text…'), read: typed },
  ];
  const chosen = await window.showQuickPick(items, { title, placeHolder: l10n.t('What is sent?') });
  return chosen?.read();
}

type Read = () => Promise<Payload | undefined>;

function nameOf(source: PayloadSource): string {
  return 'file' in source ? workspace.asRelativePath(source.file) : source.text.slice(0, 60);
}

async function samplesIn(folder: Uri): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(new RelativePattern(folder, '**/.sagemaker/payloads/*'), null, MOST);
  return found.filter(({ path }) => !path.endsWith('.expected')).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Reads what is sent; a file's content type follows from its name. */
export async function readPayload(source: PayloadSource): Promise<Payload> {
  if ('text' in source) return { body: Buffer.from(source.text), contentType: source.contentType, source };
  const body = await workspace.fs.readFile(Uri.file(source.file));
  return { body, contentType: contentTypeOf(source.file), source };
}

async function fromDialog(): Promise<Payload | undefined> {
  const [uri] = (await window.showOpenDialog({ title: l10n.t('Payload') })) ?? [];
  return uri && readPayload({ file: uri.fsPath });
}

async function typed(): Promise<Payload | undefined> {
  const title = l10n.t('Invoke Endpoint');
  const text = await window.showInputBox({ title, prompt: l10n.t('What is sent'), ignoreFocusOut: true });
  if (text === undefined) return undefined;
  const guess = /^\s*[[{]/.test(text) ? 'application/json' : 'text/csv';
  const contentType = await window.showInputBox({
    title,
    prompt: l10n.t('Its content type'),
    value: guess,
    ignoreFocusOut: true,
  });
  return contentType === undefined || contentType === '' ? undefined : readPayload({ text, contentType });
}
