const FRAME_MS = 16;

export interface Paced {
  readonly add: (text: string) => void;
  readonly flush: () => void;
  readonly dispose: () => void;
}

/** Gathers texts and hands them on at most once a frame: a terminal chokes on a hundred thousand writes. */
export function paced(write: (text: string) => void): Paced {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const text = waiting.join('');
    waiting = [];
    write(text);
  };
  return {
    add: (text) => {
      waiting.push(text);
      timer ??= setTimeout(flush, FRAME_MS);
    },
    flush,
    dispose: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
