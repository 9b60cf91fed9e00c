import { workspace } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { RevealOutputChannelOn } from 'vscode-languageclient';
import type { LanguageClientOptions } from 'vscode-languageclient';

/** The id of the client: `sagemaker.trace.server` is read by it. */
export const CLIENT_ID = 'sagemaker';
export const CLIENT_NAME = 'SageMaker';
export const DOCKERFILE = 'dockerfile';
export const SECTION = 'sagemaker';
/** Commands of ours that the server may put on code lenses. */
const LENS_COMMANDS = ['sagemaker.declareRole', 'sagemaker.showRuleDocumentation', 'sagemaker.fixAll'];
/** Where containers can be run, these too. */
export const RUN_LENS_COMMANDS = [
  'sagemaker.buildImage',
  'sagemaker.trainLocally',
  'sagemaker.serveLocally',
  'sagemaker.processLocally',
  'sagemaker.testContract',
];

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
