import type { BuildEvent } from '../../engine/src/docker/build/events';
import { sizeText } from '../../engine/src/session/size-text';
import type { Terminal } from './terminal';

const CLEAR_LINE = '\r\u001b[K';
const WIDEST = 100;

/** Lines for people on standard error; on a terminal, a last line that is written over. */
export interface Progress {
  line(text: string): void;
  /** Shown on a terminal until the next line. */
  passing(text: string): void;
  end(): void;
}

/** Progress on standard error. */
export function progressOn(terminal: Terminal): Progress {
  let shown = false;
  const clear = (): string => {
    const before = shown ? CLEAR_LINE : '';
    shown = false;
    return before;
  };
  return {
    line: (text) => {
      terminal.warn(`${clear()}${text}\n`);
    },
    passing: (text) => {
      if (!terminal.interactive) return;
      terminal.warn(`${CLEAR_LINE}${text.slice(0, WIDEST)}`);
      shown = true;
    },
    end: () => {
      if (shown) terminal.warn(clear());
    },
  };
}

/** Tells of a build: its steps, what they write, and on a terminal how far transfers are. */
export function buildReporter(progress: Progress): (event: BuildEvent) => void {
  const untold = new Map<string, string>();
  // A step is told once it is known whether it was cached: when it writes something, or ends.
  const tell = (id: string, end: string): void => {
    const text = untold.get(id);
    if (text !== undefined) progress.line(`${text}${end}`);
    untold.delete(id);
  };
  return (event) => {
    switch (event.kind) {
      case 'notice':
        progress.line(event.message);
        break;
      case 'warning':
        progress.line(`warning${event.line === undefined ? '' : ` on line ${event.line}`}: ${event.message}`);
        break;
      case 'log':
        tell(event.id, '');
        progress.line(`    ${event.text}`);
        break;
      case 'context':
        progress.passing(`sent ${event.files} files, ${sizeText(event.bytes)}`);
        break;
      case 'transfer':
        progress.passing(`${event.name} ${share(event.current, event.total)}`);
        break;
      case 'step':
        if (event.step === undefined) break;
        if (event.state === 'running') {
          untold.set(event.id, stepText(event));
          progress.passing(stepText(event));
        } else {
          if (event.cached) untold.set(event.id, stepText(event));
          tell(event.id, event.cached ? ' (cached)' : event.state === 'done' ? '' : ` ${event.state}`);
        }
        break;
    }
  };
}

function stepText(event: Extract<BuildEvent, { kind: 'step' }>): string {
  const stage = event.stage === undefined ? '' : `${event.stage} `;
  return `[${stage}${event.step ?? ''}/${event.of ?? ''}] ${event.name.replaceAll(/\s+/g, ' ')}`;
}

function share(current: number, total: number | undefined): string {
  return total === undefined || total === 0
    ? sizeText(current)
    : `${Math.floor((current / total) * 100)} % of ${sizeText(total)}`;
}
