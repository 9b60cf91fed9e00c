import type { ServerStart } from '../../readers/types';

/** What a message calls it at the start of a sentence; one whose program has no name of its own is just the server. */
export function serverName({ program }: ServerStart): string {
  return program === 'other' ? 'The server' : `\`${program}\``;
}
