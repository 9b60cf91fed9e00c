import type { BuildEvent } from '../../../engine/src/docker/build/events';
import { sizeText } from '../../../engine/src/session/size-text';
import { bad, heading, remark } from '../logs/log-text';

/** Takes the place of a line that passes. */
export const OVER = '\r\u001b[K';

/** Tells of a build in a terminal: `[2/5] RUN …`, what it writes, and how far transfers are on a line that is written over. */
export function buildText(): (event: BuildEvent) => string {
  const told = new Set<string>();
  let passing = false;
  const line = (text: string): string => {
    const before = passing ? OVER : '';
    passing = false;
    return before + text;
  };
  const pass = (text: string): string => {
    passing = true;
    return `${OVER}${text}`;
  };
  return (event) => {
    switch (event.kind) {
      case 'notice':
        return line(remark(event.message));
      case 'warning':
        return line(remark(`! ${event.line === undefined ? '' : `line ${event.line}: `}${event.message}`));
      case 'log':
        return line(`  ${event.text.replaceAll(/\r?\n/g, '\r\n  ')}\r\n`);
      case 'context':
        return pass(
          `sent ${event.files} ${event.files === 1 ? 'file' : 'files'}, ${sizeText(event.bytes, { fine: true })}`,
        );
      case 'transfer':
        return pass(
          `${event.name} ${sizeText(event.current, { fine: true })}${event.total === undefined ? '' : ` of ${sizeText(event.total, { fine: true })}`}`,
        );
      case 'step': {
        if (event.step === undefined) return '';
        const title = `[${event.stage === undefined ? '' : `${event.stage} `}${event.step}/${event.of ?? '?'}] ${event.name}`;
        const first = told.has(event.id) ? '' : heading(title);
        if (event.state === 'running') {
          told.add(event.id);
          return line(first);
        }
        told.add(event.id);
        if (event.state === 'failed') return line(`${first}${bad('failed')}`);
        return line(`${first}${event.cached ? remark('  cached') : ''}`);
      }
    }
  };
}

/** `RUN pip install .` as part of a progress notification; undefined: nothing new to say. */
export function progressText(event: BuildEvent): string | undefined {
  if (event.kind !== 'step' || event.state !== 'running' || event.step === undefined) return undefined;
  return `${event.step}/${event.of ?? '?'} ${event.name.replaceAll(/\s+/g, ' ').slice(0, 80)}`;
}
