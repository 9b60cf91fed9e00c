import type { TransferProgress } from './engine';

/** One layer of an image on its way to a registry. */
export interface PushedLayer {
  readonly id: string;
  readonly state: 'waiting' | 'pushing' | 'pushed' | 'there';
  /** Bytes sent, as the engine counts them: uncompressed. */
  readonly current: number;
  /** Undefined until the engine says it. */
  readonly total: number | undefined;
}

export interface PushProgress {
  readonly layers: readonly PushedLayer[];
  /** Layers that the registry has. */
  readonly done: number;
  /** Bytes sent of all layers that are sent, and of how many; layers that were there already count in neither. */
  readonly current: number;
  readonly total: number;
}

/** Adds up the lines of a push; layers in the order in which the engine names them. */
export function pushMeter(): (line: TransferProgress) => PushProgress {
  const layers = new Map<string, PushedLayer>();
  return ({ layer, status, current, total }) => {
    const state = stateOf(status);
    if (layer !== undefined && state !== undefined) {
      const before = layers.get(layer);
      const size = total ?? before?.total;
      const sent = state === 'pushed' ? (size ?? before?.current ?? 0) : (current ?? before?.current ?? 0);
      layers.set(layer, { id: layer, state, current: state === 'there' ? 0 : sent, total: size });
    }
    const all = [...layers.values()];
    const sending = all.filter((it) => it.state !== 'there');
    return {
      layers: all,
      done: all.filter((it) => it.state === 'pushed' || it.state === 'there').length,
      current: sum(sending.map((it) => it.current)),
      total: sum(sending.map((it) => it.total ?? it.current)),
    };
  };
}

/** Lines that are about the tag or the end have another status. */
function stateOf(status: string): PushedLayer['state'] | undefined {
  if (status === 'Preparing' || status === 'Waiting') return 'waiting';
  if (status === 'Pushing' || status.startsWith('Retrying')) return 'pushing';
  if (status === 'Pushed') return 'pushed';
  return status === 'Layer already exists' || status.startsWith('Mounted from') ? 'there' : undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
