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
  dispose(): void {
    this.listeners.length = 0;
  }
}

vi.mock('vscode', () => ({
  EventEmitter,
  l10n: { t: (text: string) => text },
  window: {
    showInformationMessage: (text: string) => {
      offered.push(text);
      return Promise.resolve(undefined);
    },
  },
  workspace: {
    getConfiguration: () => ({ get: () => dockerHost }),
    onDidChangeConfiguration: (act: (change: object) => void) => {
      const change = { affectsConfiguration: (name: string) => name === 'sagemaker.docker.host' };
      settingsChange = () => {
        act(change);
      };
      return { dispose: () => undefined };
    },
  },
}));

const offered: string[] = [];
let dockerHost = ' unix:///somewhere.sock ';
let settingsChange: () => void = () => undefined;

let breakEvents: () => void = () => undefined;
let alive = true;
const docker = {
  foundBy: 'DOCKER_HOST',
  ping: () => (alive ? Promise.resolve() : Promise.reject(new Error('connect ENOENT'))),
  events: async function* () {
    await new Promise<void>((resolve) => {
      breakEvents = resolve;
    });
    yield* [];
  },
};
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

test('another address holds at once while no engine has answered; afterwards a reload is offered', async () => {
  const { LocalConnection } = await import('../../../../client/src/connections/local-connection');
  const local = new LocalConnection({ warn: () => undefined } as never);
  there = false;
  await expect(local.engine()).rejects.toThrow('No Docker Engine');
  dockerHost = 'tcp://build-box:2376';
  settingsChange();
  expect(local.engineState.state).toBe('unknown');
  there = true;
  await local.engine();
  expect(opened.dockerHost).toBe('tcp://build-box:2376');
  expect(offered).toEqual([]);

  settingsChange();
  expect(offered).toHaveLength(1);
  expect(local.engineState.state).toBe('running');
  local.dispose();
});

test('it is looked for once at a time, without a word; what is wrong has its ways out wherever it is shown', async () => {
  const { LocalConnection } = await import('../../../../client/src/connections/local-connection');
  const { readError } = await import('../../../../client/src/show-error');
  const local = new LocalConnection({ warn: () => undefined } as never);
  const states: string[] = [];
  local.onDidChangeEngine(({ state }) => states.push(state));
  there = false;
  await Promise.all([local.look(), local.look()]);
  expect(states).toEqual(['missing']);
  const error: unknown = await local.engine().catch((it: unknown) => it);
  expect(readError(error).actions.map(({ title }) => title)).toEqual(['Try Again', 'Check My Machine']);

  there = true;
  await local.look();
  expect(states).toEqual(['missing', 'running']);
  there = false;
  await local.look();
  expect(local.engineState.state, 'one that runs is not asked again').toBe('running');
  there = true;
  local.dispose();
});

test('an engine that ends is a problem with two ways out', async () => {
  const { LocalConnection } = await import('../../../../client/src/connections/local-connection');
  const local = new LocalConnection({ warn: () => undefined } as never);
  await local.engine();
  expect(local.problem).toBeUndefined();
  alive = false;
  breakEvents();
  await vi.waitFor(() => {
    expect(local.problem?.message).toBe('The Docker Engine has stopped answering.');
  });
  expect(local.problem?.actions.map(({ command }) => command)).toEqual([
    'sagemaker.checkEngine',
    'sagemaker.checkMachine',
  ]);
  // Asked again meanwhile, it is the same sentence.
  await expect(local.checkEngine()).rejects.toThrow('The Docker Engine has stopped answering.');
  expect(local.problem?.message).toBe('The Docker Engine has stopped answering.');
  alive = true;
  await local.checkEngine();
  expect(local.problem).toBeUndefined();
  local.dispose();
});
