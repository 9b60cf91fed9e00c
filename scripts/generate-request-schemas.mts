// Writes the schemas of the request documents from AWS's own service model, as botocore ships it.
//   tsx scripts/generate-request-schemas.mts              writes them, and the engine's copy
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

const OVERLAY = 'overlay.schema.json';
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

/** The engine carries the schemas without what only an editor shows; overlay.schema.json is written by hand. */
function engineModule(schemas: ReadonlyMap<string, object>): string {
  const lines = [...schemas].map(([name, schema]) => {
    const kind = name.replace('.schema.json', '');
    return `  '${kind}': ${JSON.stringify(withoutDescriptions(schema))},`;
  });
  const type = 'Readonly<Record<string, unknown>>';
  const keys = [...schemas.keys()].map((name) => `'${name.replace('.schema.json', '')}'`).join(' | ');
  return [
    '// Written by scripts/generate-request-schemas.mts from schemas/*.schema.json.',
    `export const SCHEMAS: Readonly<Record<${keys}, ${type}>> = {`,
    ...lines,
    '};',
    '',
  ].join('\n');
}

/** A member may itself be named `description`: only texts are left out. */
function withoutDescriptions(schema: object): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      (key === 'description' || key === 'title') && typeof value === 'string' ? undefined : value,
    ),
  );
}

async function outputs(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const schemas = requestSchemas(readModel(modelFile()));
  for (const [name, schema] of schemas) {
    const path = join(root, 'schemas', name);
    const options = await resolveConfig(path);
    files.set(`schemas/${name}`, await format(JSON.stringify(schema), { ...options, filepath: path }));
  }
  const overlay = JSON.parse(readFileSync(join(root, 'schemas', OVERLAY), 'utf8')) as object;
  files.set('engine/src/requests/schemas.generated.ts', engineModule(new Map([...schemas, [OVERLAY, overlay]])));
  return files;
}

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, text] of await outputs()) {
  const path = join(root, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale.push(name);
  if (!check) writeFileSync(path, text);
}
if (stale.length === 0) console.log('The request schemas are up to date.');
else console.log(`${check ? 'Out of date' : 'Written'}:\n  ${stale.join('\n  ')}`);
process.exitCode = check && stale.length > 0 ? 1 : 0;
