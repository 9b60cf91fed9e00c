import type { TransferProgress } from './engine';

const EVERY_MS = 2_000;
const COMPLETE: ReadonlySet<string> = new Set(['Pull complete', 'Already exists', 'Download complete']);

interface Layer {
  readonly current: number;
  readonly total: number | undefined;
  readonly complete: boolean;
}

/**
 * Adds up the layers of a pull and tells how far it is, every two seconds at most: layers that are here, and bytes of
 * those whose size is known.
 */
export function pullProgress(
  tell: (text: string) => void,
  now: () => number = Date.now,
): (line: TransferProgress) => void {
  const layers = new Map<string, Layer>();
  let told = now();
  return ({ layer, status, current, total }) => {
    // The first line names the tag in place of a layer.
    if (layer === undefined || status.startsWith('Pulling from')) return;
    const before = layers.get(layer) ?? { current: 0, total: undefined, complete: false };
    const complete = before.complete || COMPLETE.has(status);
    const downloads = status === 'Downloading';
    const size = downloads ? (total ?? before.total) : before.total;
    const bytes = complete ? (size ?? before.current) : downloads ? (current ?? before.current) : before.current;
    layers.set(layer, { current: bytes, total: size, complete });
    if (now() - told < EVERY_MS) return;
    told = now();
    tell(progressText([...layers.values()]));
  };
}

function progressText(layers: readonly Layer[]): string {
  const done = layers.filter(({ complete }) => complete).length;
  const bytes = layers.reduce((sum, { current }) => sum + current, 0);
  const total = layers.reduce((sum, one) => sum + (one.total ?? one.current), 0);
  const size = total === 0 ? '' : `, ${megabytes(bytes)} of ${megabytes(total)} MB`;
  return `${done} of ${layers.length} layers${size}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
