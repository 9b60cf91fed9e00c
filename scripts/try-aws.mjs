// Tries the terminal against a real account at AWS. Only for people, by hand; no test and no CI runs this.
//
//   node scripts/build.mjs && node scripts/try-aws.mjs --profile <name> [--region <region>] [request.json] [--launch]
//
// Without --launch it reads only, and costs nothing: what the connection finds, the lists, and with a request document the
// checks before a launch. Those ask IAM, S3, ECR, Service Quotas and Pricing; they create, upload and push nothing.
// With --launch it launches the document. The terminal asks before that, with the account and the price per hour, follows
// the log, saves the job as a request and compares it with the document. What it made stays: it says how to delete it.
//
// Needed for reading: sagemaker:List* and Describe*, sts:GetCallerIdentity, logs:DescribeLogStreams and FilterLogEvents
// (logs:StartLiveTail for a live tail, which AWS charges by the minute).
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';

const CLI = path.resolve(import.meta.dirname, '../dist/cli.js');
const NAMES = ['TrainingJobName', 'ProcessingJobName', 'TransformJobName'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'string' }, region: { type: 'string' }, launch: { type: 'boolean' } },
});
const [document, ...others] = positionals;
const where = ['profile', 'region'].flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]));
if (where.length === 0 || others.length > 0 || (values.launch && document === undefined)) {
  console.error('node scripts/try-aws.mjs --profile <name> [--region <region>] [request.json] [--launch]');
  process.exit(2);
}
if (!fs.existsSync(CLI)) {
  console.error('There is no dist/cli.js: node scripts/build.mjs');
  process.exit(2);
}

/** Runs a command of the terminal at AWS; ends this program when it fails. */
function run(...args) {
  console.error(`\n$ sagemaker-containers ${[...args, ...where].join(' ')}`);
  const { status } = spawnSync(process.execPath, [CLI, ...args, ...where], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('list', '--limit', '5');
if (document !== undefined) run('launch', document, '--dry-run');
if (!values.launch) {
  console.error(
    document === undefined ? '\nName a request document to check it.' : '\nNothing was launched: --launch does.',
  );
  process.exit(0);
}

const request = JSON.parse(fs.readFileSync(document, 'utf8'));
const name = NAMES.map((it) => request[it]).find((it) => it !== undefined) ?? request.Endpoint?.EndpointName;
run('launch', document);
if (request.Endpoint === undefined) run('logs', name, '--follow');
run('describe', name);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-try-aws-'));
const saved = path.join(folder, 'saved.json');
run('save', name, '--to', saved);
const isSame = isDeepStrictEqual(JSON.parse(fs.readFileSync(saved, 'utf8')), request);
console.error(isSame ? '\nSaved, it is the same document.' : `\nSaved, it differs: compare ${document} and ${saved}`);
console.error(`To delete what was made: sagemaker-containers rm ${name} --parts ${where.join(' ')}`);
