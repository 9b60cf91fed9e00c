import { commands, Disposable, l10n, window } from 'vscode';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import { shownCommand } from '../commands/shown-command';
import { chooseRequest } from '../debug/choose-request';
import type { Parts } from '../parts';
import { addRequestLens } from '../requests/lenses';
import { readJob } from '../runs/start-run';
import { FreshImages } from './fresh-images';
import { builtBy } from './serve-anew';
import { watchEndpoint } from './watched-endpoint';
import type { WatchedEndpoint } from './watched-endpoint';

const CONTEXT = 'sagemaker.watching';

/** Serving an endpoint that follows the files of its image. */
export function registerWatch(parts: Parts): Disposable {
  const { runs, connections, log, askServer } = parts;
  const { local } = connections;
  const watched = new Map<string, WatchedEndpoint>();
  const forget = (name: string): void => {
    watched.get(name)?.dispose();
    watched.delete(name);
    void commands.executeCommand('setContext', CONTEXT, watched.size > 0);
  };
  const serve = async (target: unknown): Promise<unknown> => {
    const request = await chooseRequest(parts, target, 'endpoint', l10n.t('Serve and Watch'));
    if (request === undefined) return undefined;
    const job = await readJob(request);
    if (job === undefined) return undefined;
    const built = await builtBy(job);
    if (built.length === 0) {
      void window.showInformationMessage(
        l10n.t(
          'Nothing of this endpoint is built here, so there is nothing to watch. Name the Dockerfile of its image in the *.local.json beside it.',
        ),
      );
      return undefined;
    }
    const onBuildEvent = (event: BuildEvent): void => {
      if (event.kind === 'log') log.debug(event.text);
    };
    const images = new FreshImages({ local, askServer, onBuildEvent });
    await images.look(built);
    const ref = await runs.start(request);
    if (ref === undefined) return undefined;
    const onEnd = (): void => {
      forget(ref.name);
    };
    watched.set(ref.name, watchEndpoint(ref, request, { local, log, images, onEnd }));
    void commands.executeCommand('setContext', CONTEXT, true);
    return ref;
  };
  return Disposable.from(
    shownCommand(log, 'sagemaker.serveAndWatch', serve),
    commands.registerCommand('sagemaker.stopWatching', (name: unknown) => {
      for (const one of [...watched.keys()]) if (typeof name !== 'string' || name === one) forget(one);
    }),
    addRequestLens({
      order: 30,
      lenses: (request) =>
        request.path.endsWith('.endpoint.json')
          ? [{ title: `$(eye) ${l10n.t('Serve and watch')}`, command: 'sagemaker.serveAndWatch', arguments: [request] }]
          : [],
    }),
    new Disposable(() => {
      for (const one of watched.values()) one.dispose();
    }),
  );
}
