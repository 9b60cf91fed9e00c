import { Disposable } from 'vscode';
import type { LocalConnection } from '../connections/local-connection';

/** What changes the names of images; the engine tells of each. */
const EVENTS = ['delete', 'import', 'load', 'pull', 'tag', 'untag'];

/** Tells when images of this machine come, go or get other names, whoever does it, for as long as the engine runs. */
export function followImages(
  local: Pick<LocalConnection, 'engine' | 'engineState' | 'onDidChangeEngine'>,
  tell: () => void,
): Disposable {
  let following: AbortController | undefined;
  const follow = async (signal: AbortSignal): Promise<void> => {
    const docker = await local.engine();
    const events = docker.events({ type: ['image'], event: EVENTS }, signal)[Symbol.asyncIterator]();
    while ((await events.next()).done !== true) tell();
  };
  const look = (): void => {
    if (local.engineState.state !== 'running') {
      following?.abort();
      following = undefined;
    } else if (following === undefined) {
      following = new AbortController();
      // When the stream breaks the engine has gone, which its state says.
      follow(following.signal).catch(() => undefined);
    }
  };
  look();
  return Disposable.from(
    local.onDidChangeEngine(look),
    new Disposable(() => {
      following?.abort();
    }),
  );
}
