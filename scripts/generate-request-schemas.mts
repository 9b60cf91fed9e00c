// Writes the schemas of the request documents from AWS's own service model, as botocore ships it.
//   tsx scripts/generate-request-schemas.mts              writes schemas/*-job.schema.json and schemas/endpoint.schema.json
//   tsx scripts/generate-request-schemas.mts --check      writes nothing; exits 1 when a file is out of date
//   … --model FILE                                        a service-2.json or service-2.json.gz at hand
// Without --model, botocore is installed into out/botocore through pip (Python 3 is needed for this alone).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { format, resolveConfig } from 'prettier';
import { requestSchemas } from './generate/request-schemas';
import type { ServiceModel } from './generate/service-model';
import { isServiceModel } from './generate/service-model';

/** Pinned, so that --check compares with the model the files were made from. Raise it to follow AWS. */
const BOTOCORE = '1.44.5';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'out/botocore', BOTOCORE);

function modelFile(): string {
  const at = process.argv.indexOf('--model');
  const given = at < 0 ? undefined : process.argv[at + 1];
  if (given !== undefined) return given;
  const service = join(folder, 'botocore/data/sagemaker');
  if (!existsSync(service)) install();
  const newest = readdirSync(service).sort().at(-1) ?? '';
  return join(service, newest, 'service-2.json.gz');
}

function install(): void {
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--target', folder];
  const { status } = spawnSync('python3', ['-m', 'pip', 'install', ...options, `botocore==${BOTOCORE}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('botocore could not be installed: is there a Python 3 with pip, and a network?');
}

function readModel(path: string): ServiceModel {
  const bytes = readFileSync(path);
  const value: unknown = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  if (!isServiceModel(value)) throw new Error(`${path} is no service model.`);
  return value;
}

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, schema] of requestSchemas(readModel(modelFile()))) {
  const path = join(root, 'schemas', name);
  const options = await resolveConfig(path);
  const text = await format(JSON.stringify(schema), { ...options, filepath: path });
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale.push(`schemas/${name}`);
  if (!check) writeFileSync(path, text);
}
if (stale.length === 0) console.log('The request schemas are up to date.');
else console.log(`${check ? 'Out of date' : 'Written'}:\n  ${stale.join('\n  ')}`);
process.exitCode = check && stale.length > 0 ? 1 : 0;
