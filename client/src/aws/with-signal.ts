import { withCancel } from '../progress';
import { sizeText } from '../../../engine/src/session/size-text';
import { share } from './launch-texts';

/** What a long step tells while it is at work. */
export interface Told {
  (message: string): void;
  /** The same with bytes, which become a bar. */
  bytes(message: string, current: number, total: number): void;
}

/** Runs something long in a notification with a bar; Cancel aborts the signal. */
export function withSignal<T>(title: string, run: (tell: Told, signal: AbortSignal) => Promise<T>): Promise<T> {
  return withCancel(title, (signal, progress) => {
    let before = 0;
    const bytes = (message: string, current: number, total: number): void => {
      const percent = share(current, total) ?? before;
      progress.report({
        message: `${message} ${sizeText(current, { fine: true })} / ${sizeText(total, { fine: true })}`,
        increment: Math.max(0, percent - before),
      });
      before = Math.max(before, percent);
    };
    const tell = Object.assign(
      (message: string) => {
        progress.report({ message });
      },
      { bytes },
    );
    return run(tell, signal);
  });
}
