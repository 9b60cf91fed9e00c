import type { InitializeParams } from 'vscode-languageserver';
import { COMMANDS } from './messages';
import type { CommandId } from './messages';
import { record } from './settings';

/** What the client can do, read once from `initialize`. */
export interface Client {
  readonly pull: boolean;
  readonly configuration: boolean;
  readonly watchesConfiguration: boolean;
  readonly watchesFiles: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly relatedInformation: boolean;
  readonly tags: boolean;
  readonly documentChanges: boolean;
  readonly snippetEdits: boolean;
  readonly snippetCompletions: boolean;
  readonly markdown: boolean;
  /** Of the commands that lenses may carry, those the client says it has. */
  readonly commands: ReadonlySet<CommandId>;
  /** Settings given at start, for clients without `workspace/configuration`. */
  readonly initialSettings: unknown;
  /** URIs of the workspace folders. */
  readonly folders: readonly string[];
}

/** Reads capabilities defensively: other editors send all sorts of shapes. */
export function readClient(params: InitializeParams): Client {
  const { workspace, textDocument } = params.capabilities;
  const options = record(params.initializationOptions);
  const commands = Array.isArray(options['commands']) ? options['commands'] : [];
  const edits = workspace?.workspaceEdit;
  const published = textDocument?.publishDiagnostics;
  // Some editors send `null` for what they can't do.
  const pulled = textDocument?.diagnostic ?? undefined;
  return {
    pull: pulled !== undefined,
    configuration: workspace?.configuration === true,
    watchesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    relatedInformation: (pulled?.relatedInformation ?? published?.relatedInformation) === true,
    tags: (pulled?.tagSupport ?? published?.tagSupport) !== undefined,
    documentChanges: edits?.documentChanges === true,
    snippetEdits: edits?.documentChanges === true && edits.snippetEditSupport === true,
    snippetCompletions: textDocument?.completion?.completionItem?.snippetSupport === true,
    markdown: (textDocument?.hover?.contentFormat ?? ['markdown']).includes('markdown'),
    commands: new Set(COMMANDS.filter((command) => commands.includes(command))),
    initialSettings: options['sagemaker'] ?? options,
    folders: folders(params),
  };
}

function folders(params: InitializeParams): readonly string[] {
  const listed = params.workspaceFolders?.map((folder) => folder.uri) ?? [];
  const root = record(params)['rootUri'];
  return listed.length > 0 || typeof root !== 'string' ? listed : [root];
}
