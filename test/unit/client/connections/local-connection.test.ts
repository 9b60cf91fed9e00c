import { expect, test, vi } from 'vitest';
import type { OpenOptions } from '../../../../engine/src/session/open-local';

class EventEmitter<T> {
  private readonly listeners: ((what: T) => void)[] = [];
  readonly event = (listener: (what: T) => void): void => {
    this.listeners.push(listener);
  };
  fire(what: T): void {
    for (const listener of this.listeners) listener(what);
  }
}

vi.mock('vscode', () => ({
  EventEmitter,
  l10n: { t: (text: string) => text },
  workspace: { getConfiguration: () => ({ get: () => ' unix:///somewhere.sock ' }) },
}));

const docker = { foundBy: 'DOCKER_HOST', ping: () => Promise.resolve() };
const reconcile = vi.fn(() => Promise.resolve());
let opened: Partial<OpenOptions> = {};
let there = true;

vi.mock('../../../../client/src/engine/load-engine', () => ({
  loadEngine: () =>
    Promise.resolve({
      storageFolder: () => '/jobs',
      openLocal: (options: OpenOptions) => {
        opened = options;
        let connected = false;
        return Promise.resolve({
          sagemaker: { reconcile },
          engine: () => {
            if (!there) {
              const error = new Error('No Docker Engine answers.');
              options.onUnreachable?.(error);
              return Promise.reject(error);
            }
            if (!connected)
              options.onConnected?.(docker as unknown as Parameters<Required<OpenOptions>['onConnected']>[0]);
            connected = true;
            return Promise.resolve(docker);
          },
        });
      },
    }),
}));

test('jobs of a window that is gone are taken up once, when the engine is first needed', async () => {
  const { LocalConnection } = await import('../../../../client/src/connections/local-connection');
  const local = new LocalConnection({ warn: () => undefined } as never);
  const states: string[] = [];
  local.onDidChangeEngine(({ state }) => states.push(state));

  there = false;
  await local.sagemaker();
  expect(reconcile).not.toHaveBeenCalled();
  await expect(local.engine()).rejects.toThrow('No Docker Engine');
  expect(local.problem?.message).toBe('No Docker Engine answers.');
  expect(reconcile).not.toHaveBeenCalled();

  there = true;
  await local.checkEngine();
  await local.engine();
  expect(reconcile).toHaveBeenCalledTimes(1);
  expect(local.problem).toBeUndefined();
  expect(states).toEqual(['missing', 'running']);
  expect(opened.dockerHost).toBe('unix:///somewhere.sock');
});
