import { dirname } from 'node:path';
import { l10n, ProgressLocation, Selection, Uri, window, workspace } from 'vscode';
import { HOST_PLATFORM } from '../../../contract/architecture';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import { loadEngine } from '../engine/load-engine';
import { bad, good, heading, remark } from '../logs/log-text';
import type { Parts } from '../parts';
import { isAborted, readError, showError } from '../show-error';
import type { BuildPlace, BuildProblems } from './build-problems';
import { buildText, progressText } from './build-text';
import type { BuildTerminal } from './build-terminal';
import { tagOf } from './image-tag';

export interface Builder {
  /** Builds the image of a Dockerfile. Answers its tag; undefined: the user has seen why not, or has cancelled. */
  build(dockerfile: Uri): Promise<string | undefined>;
}

export function createBuilder(parts: Parts, terminal: BuildTerminal, problems: BuildProblems): Builder {
  return {
    build: async (dockerfile) => {
      const path = dockerfile.fsPath;
      problems.clear(path);
      try {
        await workspace.textDocuments.find((it) => it.uri.toString() === dockerfile.toString() && it.isDirty)?.save();
        terminal.show();
        return await withProgress(path, (tell, signal, cancel) => {
          terminal.cancelWith(cancel);
          return run(parts, path, terminal, tell, signal);
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

async function run(
  { connections }: Parts,
  dockerfile: string,
  terminal: BuildTerminal,
  tell: (event: BuildEvent) => void,
  signal: AbortSignal,
): Promise<string> {
  const engine = await loadEngine();
  const docker = await connections.local.engine();
  const { context, target, buildArguments, platform, image } = engine.containerSettings(dockerfile);
  const tag = image ?? tagOf(dockerfile);
  terminal.write(heading(l10n.t('Building {0} from {1}', tag, workspace.asRelativePath(dockerfile))));
  const text = buildText();
  const { imageId } = await engine.buildImage(
    docker.socket,
    {
      contextDir: context ?? dirname(dockerfile),
      dockerfile,
      tag,
      target,
      buildArguments,
      platform: platform ?? HOST_PLATFORM.value,
      auth: engine.buildCredentials(signal),
    },
    {
      signal,
      onEvent: (event) => {
        terminal.write(text(event));
        tell(event);
      },
    },
  );
  terminal.write(good(l10n.t('Built {0}', tag)) + remark(imageId));
  window.setStatusBarMessage(l10n.t('$(package) Built {0}', tag), 10_000);
  return tag;
}

/** The engine is a bundle of its own: its classes can't be asked for. */
function placeOf(error: unknown): BuildPlace | undefined {
  const place: unknown = error instanceof Error ? Reflect.get(error, 'place') : undefined;
  if (typeof place !== 'object' || place === null || !('file' in place) || !('line' in place)) return undefined;
  const { file, line } = place;
  return typeof file === 'string' && typeof line === 'number' ? { file, line } : undefined;
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
