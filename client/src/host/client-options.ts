import { workspace } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { RevealOutputChannelOn } from 'vscode-languageclient';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { LENS_COMMANDS, SECTION } from './options';

/** What both hosts say to the server. It asks for its settings and for file watchers itself. */
export function clientOptions(
  log: LogOutputChannel,
  documentSelector: NonNullable<LanguageClientOptions['documentSelector']>,
  runCommands: readonly string[],
): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => ({
      sagemaker: workspace.getConfiguration(SECTION),
      commands: [...LENS_COMMANDS, ...(workspace.isTrusted ? runCommands : [])],
    }),
    markdown: { isTrusted: false, supportHtml: false },
  };
}
