import { readSettings, record } from './settings';
import type { Settings } from './settings';

export interface SettingsStore {
  /** The same object until the settings change, so that it can be compared by identity. */
  of(uri: string): Promise<Settings>;
  /** `workspace/didChangeConfiguration`: asks anew, or takes the payload where the client can't be asked. */
  changed(payload: unknown): void;
  forget(uri: string): void;
}

/**
 * Settings per document. With `ask` (the client supports `workspace/configuration`) each document's own are fetched once
 * and kept; without, what the client pushes holds for all.
 */
export function createSettingsStore(
  initial: unknown,
  ask: ((uri: string) => Promise<unknown>) | undefined,
  onError: (error: unknown) => void,
): SettingsStore {
  const kept = new Map<string, Promise<Settings>>();
  let pushed = readSettings(initial);

  const fetch = async (uri: string, from: (uri: string) => Promise<unknown>): Promise<Settings> => {
    try {
      return readSettings(await from(uri));
    } catch (error) {
      onError(error);
      return pushed;
    }
  };

  return {
    of(uri) {
      if (!ask) return Promise.resolve(pushed);
      const known = kept.get(uri);
      if (known) return known;
      const asked = fetch(uri, ask);
      kept.set(uri, asked);
      return asked;
    },
    changed(payload) {
      kept.clear();
      if (ask) return;
      const sent = record(payload);
      pushed = readSettings('sagemaker' in sent ? sent['sagemaker'] : payload);
    },
    forget: (uri) => void kept.delete(uri),
  };
}
