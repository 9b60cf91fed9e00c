import { CLAIM_FILE, DEBUG_VARIABLE, LISTENING, NODE_CLAIM } from './hook-words';

/** Programs of Node that start an entry point and are none. */
const STARTERS = ['npm', 'npx', 'yarn', 'pnpm', 'corepack', 'npm-cli', 'npx-cli', 'pm2', 'nodemon'];

/**
 * Loaded by `NODE_OPTIONS=--require` in every Node process before its program. In the first that is an entry point the
 * inspector listens; its children are told nothing.
 */
export const NODE_HOOK = `'use strict';
const fs = require('fs');
const path = require('path');

function isEntry() {
  if (!require('worker_threads').isMainThread || process.argv.length < 2) return false;
  const name = path.basename(process.argv[1]).split('.')[0];
  return !${JSON.stringify(STARTERS)}.includes(name);
}

function claim() {
  try {
    fs.writeFileSync('${CLAIM_FILE}', '${NODE_CLAIM}', { flag: 'wx' });
    return true;
  } catch (error) {
    return error.code !== 'EEXIST';
  }
}

const asked = (process.env.${DEBUG_VARIABLE} || '').split(':');
if (asked.length === 3 && isEntry()) {
  delete process.env.${DEBUG_VARIABLE};
  if (claim()) {
    const inspector = require('inspector');
    inspector.open(Number(asked[1]), asked[0]);
    fs.writeSync(2, '${LISTENING} node listens on port ' + asked[1] + '\\n');
    if (asked[2] === 'wait') inspector.waitForDebugger();
  }
}
`;
