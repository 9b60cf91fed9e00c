import { LanguageModelTextPart, LanguageModelToolResult } from 'vscode';
import type { CancellationToken, LanguageModelTool, LanguageModelToolConfirmationMessages } from 'vscode';
import { errorText } from '../show-error';

/** What a tool does, apart from how VS Code calls it. */
export interface ToolWork<T> {
  /** While it runs. */
  readonly doing: (input: T) => string;
  /** Asked before it runs; undefined: it only reads. */
  readonly confirm?: (input: T) => LanguageModelToolConfirmationMessages;
  readonly run: (input: T, signal: AbortSignal) => Promise<string>;
}

/** A tool that answers text. What goes wrong is told in the answer: a model can do something about it. */
export function textTool<T>({ doing, confirm, run }: ToolWork<T>): LanguageModelTool<T> {
  return {
    prepareInvocation: ({ input }) => {
      const confirmationMessages = confirm?.(input);
      const invocationMessage = doing(input);
      return confirmationMessages === undefined ? { invocationMessage } : { invocationMessage, confirmationMessages };
    },
    invoke: async ({ input }, token) => {
      const signal = abortedBy(token);
      const text = await run(input, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
        return errorText(error, ' ');
      });
      return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
    },
  };
}

function abortedBy(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
