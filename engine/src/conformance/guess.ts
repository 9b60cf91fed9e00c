import type { Payload } from './types';

/** Where there is no sample: any server can read it, few have a use for it. */
export const GUESS: Payload = {
  name: 'a made-up line of CSV',
  contentType: 'text/csv',
  body: Buffer.from('1,2,3,4\n'),
  expected: undefined,
};
