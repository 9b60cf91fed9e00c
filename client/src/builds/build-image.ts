import { l10n, ProgressLocation, Selection, Uri, window, workspace } from 'vscode';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import { bad, remark } from '../logs/log-text';
import type { Parts } from '../parts';
import { isAborted, readError, showError } from '../show-error';
import { buildDockerfile } from './build-dockerfile';
import { placeOf } from './build-place';
import type { BuildPlace } from './build-place';
import type { BuildProblems } from './build-problems';
import { progressText } from './build-text';
import type { BuildTerminal } from './build-terminal';

export interface Builder {
  /** Builds the image of a Dockerfile. Answers its tag; undefined: the user has seen why not, or has cancelled. */
  build(dockerfile: Uri): Promise<string | undefined>;
}

export function createBuilder(parts: Parts, terminal: BuildTerminal, problems: BuildProblems): Builder {
  return {
    build: async (dockerfile) => {
      const path = dockerfile.fsPath;
      const write = (text: string): void => {
        terminal.write(text);
      };
      problems.clear(path);
      try {
        await workspace.textDocuments.find((it) => it.uri.toString() === dockerfile.toString() && it.isDirty)?.save();
        terminal.show();
        return await withProgress(path, (tell, signal, cancel) => {
          terminal.cancelWith(cancel);
          return buildDockerfile(parts, path, { write, tell, signal });
        });
      } catch (error) {
        if (isAborted(error)) {
          terminal.write(remark(l10n.t('The build was cancelled.')));
          return undefined;
        }
        const { message, remedy } = readError(error);
        terminal.write(bad([message, remedy].filter((it) => it !== undefined).join('\n')));
        const place = placeOf(error);
        if (place === undefined) void showError(error, parts.log);
        else {
          await problems.set(place, [message, remedy].filter((it) => it !== undefined).join('\n'));
          void offerPlace(message, place, terminal);
        }
        return undefined;
      } finally {
        terminal.cancelWith(undefined);
      }
    },
  };
}

async function withProgress<T>(
  dockerfile: string,
  act: (tell: (event: BuildEvent) => void, signal: AbortSignal, cancel: () => void) => Promise<T>,
): Promise<T> {
  const title = l10n.t('Building {0}', workspace.asRelativePath(dockerfile));
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      const cancel = (): void => {
        controller.abort();
      };
      token.onCancellationRequested(cancel);
      const tell = (event: BuildEvent): void => {
        const message = progressText(event);
        if (message !== undefined) progress.report({ message });
      };
      return act(tell, controller.signal, cancel);
    },
  );
}

async function offerPlace(message: string, { file, line }: BuildPlace, terminal: BuildTerminal): Promise<void> {
  const showLine = l10n.t('Show Line');
  const showLog = l10n.t('Show Log');
  const choice = await window.showErrorMessage(message, showLine, showLog);
  if (choice === showLog) terminal.show();
  if (choice !== showLine) return;
  const editor = await window.showTextDocument(Uri.file(file));
  const { range } = editor.document.lineAt(Math.min(line, editor.document.lineCount) - 1);
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range);
}
