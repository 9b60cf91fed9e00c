// The same account, where jobs run until they are stopped, logs can be followed live and endpoints answer.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { LEFT_OUT, startAccount } from './account.mjs';

const SERVER = fileURLToPath(new URL('../aws/support/http-sagemaker.ts', import.meta.url));
const EPOCH_MS = 700;

/** Answers the environment that leads to it, and what ends it. */
export async function startLiveAccount({ home }) {
  const account = await startAccount({ home });
  if (account === LEFT_OUT) return LEFT_OUT;
  const outfile = path.join(home, 'http-sagemaker.mjs');
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  const made = { bundle: true, platform: 'node', format: 'esm', external: ['cpu-features'], logLevel: 'warning' };
  await build({ ...made, entryPoints: [SERVER], outfile, banner });
  const { startHttpSageMaker } = await import(pathToFileURL(outfile));
  const over = new AbortController();
  const { url, asked, memory, stop } = await startHttpSageMaker({
    run: ({ log, stopped }) => train(log, stopped, over.signal),
    answer: () => ({ status: 200, body: Buffer.from('0.93\n') }),
  });
  return {
    env: {
      ...account.env,
      AWS_ENDPOINT_URL_SAGEMAKER: url,
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: url,
    },
    /** Operations that came, and what is there. */
    operations: asked,
    memory,
    stop: async () => {
      over.abort();
      account.stop();
      await stop();
    },
  };
}

/** Says how far it is until it is stopped, or all is over. */
async function train(log, stopped, over) {
  for (let epoch = 1; !stopped.aborted && !over.aborted; epoch++) {
    log(`epoch=${epoch} loss=${(1 / epoch).toFixed(3)}`);
    await sleep(EPOCH_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
  return undefined;
}
