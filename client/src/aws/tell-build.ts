import type { LogOutputChannel } from 'vscode';
import { buildEventText } from '../../../engine/src/docker/build/event-text';
import type { BuildEvent } from '../../../engine/src/docker/build/events';

/** Tells what a build does: its lines go to the log, the step at work to the user. */
export function tellBuild(log: LogOutputChannel, tell: (step: string) => void): (event: BuildEvent) => void {
  return (event) => {
    const text = buildEventText(event);
    if (text !== undefined) log.info(text);
    if (event.kind === 'step' && event.state === 'running') tell(event.name);
  };
}
