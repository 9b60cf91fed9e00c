// An AWS-protocol server for the suite, and the files of ~/.aws that lead to it.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));

const CONFIG = `[profile moto]
region = us-east-1

[profile signed-out]
region = us-east-1
sso_session = nobody
sso_account_id = 123456789012
sso_role_name = Nobody

[sso-session nobody]
sso_start_url = https://nobody.invalid/start
sso_region = us-east-1
`;
const CREDENTIALS = `[moto]
aws_access_key_id = test
aws_secret_access_key = test
`;

/**
 * Starts moto and answers the environment that leads to it; undefined where it can't be had, which in CI is a failure.
 * `home`: a folder of the test's own.
 */
export async function startAws(out, home) {
  const outfile = path.join(out, 'moto.mjs');
  await build({
    entryPoints: [path.join(here, '../aws/support/moto.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const { startMoto } = await import(pathToFileURL(outfile));
  try {
    const { url, stop } = await startMoto();
    const prices = await startPrices();
    const env = {
      AWS_ENDPOINT_URL: url,
      AWS_ENDPOINT_URL_PRICING: prices.url,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: prices.url,
      AWS_CONFIG_FILE: path.join(home, 'aws-config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'aws-credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    fs.writeFileSync(env.AWS_CONFIG_FILE, CONFIG);
    fs.writeFileSync(env.AWS_SHARED_CREDENTIALS_FILE, CREDENTIALS);
    return {
      env,
      stop: () => {
        stop();
        prices.stop();
      },
    };
  } catch (error) {
    if (process.env.CI) throw error;
    console.warn(`No AWS-protocol server, so AWS is not tested: ${error.message}`);
    return undefined;
  }
}

/** The Price List and Service Quotas, which moto does not have as AWS does: one price, no quotas. */
async function startPrices() {
  const offer = (use) => ({
    product: { attributes: { platoinstancetype: use } },
    terms: { OnDemand: { a: { priceDimensions: { b: { pricePerUnit: { USD: '0.115' } } } } } },
  });
  const server = http.createServer((request, response) => {
    request.resume();
    const isPrice = String(request.headers['x-amz-target']).endsWith('GetProducts');
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    const offers = ['Training', 'Hosting'].map((use) => JSON.stringify(offer(use)));
    response.end(JSON.stringify(isPrice ? { PriceList: offers } : { Quotas: [] }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
