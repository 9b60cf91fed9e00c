/** The engine's entry, as the commands see it. */
export type Engine = typeof import('../../engine/src/main');

/** The engine, loaded when a command first needs it. */
export function loadEngine(): Promise<Engine> {
  return import('../../engine/src/main');
}
