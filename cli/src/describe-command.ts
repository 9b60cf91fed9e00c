import { AWS_OPTIONS } from './aws';
import { openPlace } from './place';
import { onlyPositional, readOptions } from './read-options';
import type { Terminal } from './terminal';

/** `describe`: prints what the Describe call tells of a job or endpoint, as JSON. */
export async function describeCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, AWS_OPTIONS);
  const name = onlyPositional(options, 'one job or endpoint');
  const place = await openPlace(options, terminal);
  try {
    const found = await place.findListed(name);
    terminal.write(`${JSON.stringify(await found.describe(), null, 2)}\n`);
    return 0;
  } finally {
    await place.close();
  }
}
