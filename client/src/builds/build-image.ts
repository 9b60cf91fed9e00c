import { l10n, Location, Position, Uri, window, workspace } from 'vscode';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import { bad, remark } from '../logs/log-text';
import type { Parts } from '../parts';
import { withCancel } from '../progress';
import { errorText, isAborted, readError, showError } from '../show-error';
import { showLine } from '../show-line';
import { saveIfDirty } from '../workspace-files';
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
        await saveIfDirty(dockerfile);
        terminal.show();
        const title = l10n.t('Building {0}', workspace.asRelativePath(path));
        return await withCancel(title, (signal, progress, cancel) => {
          terminal.cancelWith(cancel);
          const tell = (event: BuildEvent): void => {
            const message = progressText(event);
            if (message !== undefined) progress.report({ message });
          };
          return buildDockerfile(parts, path, { write, tell, signal });
        });
      } catch (error) {
        if (isAborted(error)) {
          terminal.write(remark(l10n.t('The build was cancelled.')));
          return undefined;
        }
        const { message } = readError(error);
        terminal.write(bad(errorText(error, '\n')));
        const place = placeOf(error);
        if (place === undefined) void showError(error, parts.log);
        else {
          await problems.set(place, errorText(error, '\n'));
          void offerPlace(message, place, terminal);
        }
        return undefined;
      } finally {
        terminal.cancelWith(undefined);
      }
    },
  };
}

async function offerPlace(message: string, { file, line }: BuildPlace, terminal: BuildTerminal): Promise<void> {
  const atLine = l10n.t('Show Line');
  const showLog = l10n.t('Show Log');
  const choice = await window.showErrorMessage(message, atLine, showLog);
  if (choice === showLog) terminal.show();
  if (choice === atLine) await showLine(new Location(Uri.file(file), new Position(line - 1, 0)));
}
