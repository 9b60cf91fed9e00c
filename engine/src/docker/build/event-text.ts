import type { BuildEvent } from './events';

/** What of a build is worth a line in the record of a job; undefined: nothing. */
export function buildEventText(event: BuildEvent): string | undefined {
  switch (event.kind) {
    case 'notice':
      return event.message;
    case 'warning':
      return `build warning${event.line === undefined ? '' : ` on line ${event.line}`}: ${event.message}`;
    case 'step':
      return stepText(event);
    case 'log':
    case 'context':
    case 'transfer':
      return undefined;
  }
}

function stepText({ step, of, stage, name, state, cached }: Extract<BuildEvent, { kind: 'step' }>): string | undefined {
  if (step === undefined || state === 'running') return undefined;
  const where = `${stage === undefined ? '' : `${stage} `}${step}/${of ?? '?'}`;
  const how = cached ? 'cached' : state;
  return `build step ${where} ${how}: ${name.replaceAll(/\s+/g, ' ').slice(0, 200)}`;
}
