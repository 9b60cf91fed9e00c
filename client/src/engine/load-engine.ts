/** The engine's entry, as the extension sees it. */
export type Engine = typeof import('../../../engine/src/main');

let loading: Promise<Engine> | undefined;

/** The engine, loaded when something first needs it: opening a Dockerfile doesn't. */
export function loadEngine(): Promise<Engine> {
  loading ??= import('../../../engine/src/main');
  return loading;
}
