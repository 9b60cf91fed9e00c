import { ProtocolNotificationType, RequestType } from 'vscode-languageserver';

/** What the server found out about a Dockerfile; sent after each lint, for the language status item. */
export interface StatusParams {
  readonly uri: string;
  /** Empty: nothing says that this Dockerfile is meant for SageMaker. */
  readonly roles: readonly string[];
  /** Why each role is believed, one sentence part each: "`COPY serve` on line 12". */
  readonly evidence: readonly string[];
  readonly findings: FindingCounts;
  /** `off`: the user switched linting off. */
  readonly state: 'ready' | 'off';
}

export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly hint: number;
}

export const StatusNotification = new ProtocolNotificationType<StatusParams, void>('sagemaker/status');

/** Asks what a Dockerfile on disk is for, and what is found in it, without opening it; null: there is no such file. */
export const DescribeRequest = new RequestType<{ readonly uri: string }, StatusParams | null, void>(
  'sagemaker/describe',
);

/** `{ textDocument }` → the CopiedFiles of a Dockerfile, open or not; empty: it can’t be read. */
export const COPIED_FILES_METHOD = 'sagemaker/copiedFiles';

/** Commands that lenses and completion items may carry. A client names those it has in `initializationOptions.commands`. */
export const COMMANDS = [
  'sagemaker.declareRole',
  'sagemaker.buildImage',
  'sagemaker.trainLocally',
  'sagemaker.debugTraining',
  'sagemaker.serveLocally',
  'sagemaker.debugServing',
  'sagemaker.processLocally',
  'sagemaker.testContract',
  'sagemaker.showRuleDocumentation',
  'sagemaker.fixAll',
  'editor.action.triggerSuggest',
] as const;

export type CommandId = (typeof COMMANDS)[number];
