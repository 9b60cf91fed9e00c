import { AWS_OPTIONS } from './aws';
import { mayChange, openPlace } from './place';
import { onlyPositional, readOptions } from './read-options';
import type { Terminal } from './terminal';

/** `stop`: ends a job as StopTrainingJob does; an endpoint is deleted, since endpoints don't stop. */
export async function stopCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['yes', ...AWS_OPTIONS]);
  const name = onlyPositional(options, 'one job or endpoint to stop');
  const place = await openPlace(options, terminal);
  try {
    const found = await place.findListed(name);
    const isEndpoint = found.kind === 'endpoint';
    const what = isEndpoint
      ? `Delete the endpoint ${found.name} (its configuration and models stay)`
      : `Stop ${found.kind}/${found.name}`;
    if (!(await mayChange(what, place, options, terminal))) return 1;
    await found.stop();
    terminal.warn(`${isEndpoint ? 'Deleted' : 'Asked to stop'}: ${found.name}.\n`);
    return 0;
  } finally {
    await place.close();
  }
}
