// Writes what is made from the rules: docs/rules/*.md, the table in README.md, the schemas' lists of rules,
// the schemas that the editor shows.
//   npm run generate             writes
//   npm run generate -- --check  writes nothing; exits 1 when something is out of date
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';
import { editorSchema } from '../engine/src/requests/editor/editor-schema';
import { rulePage } from '../server/src/report/rule-page';
import { RULES } from '../server/src/rules/index';
import { withRuleSettings } from './generate/rule-settings';
import { withRuleTable } from './generate/rule-table';
import { containersSchema } from './generate/containers-schema';

const root = resolve(import.meta.dirname, '..');
const REQUEST_KINDS = ['training-job', 'processing-job', 'transform-job', 'endpoint'];
const pages = join(root, 'docs/rules');

async function outputs(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const rule of RULES) files.set(`docs/rules/${rule.id}.md`, rulePage(rule));
  files.set('README.md', await pretty('README.md', withRuleTable(read('README.md'), RULES)));
  files.set('package.json', withRuleSettings(read('package.json'), RULES));
  files.set(
    'schemas/containers.schema.json',
    await pretty('schemas/containers.schema.json', JSON.stringify(containersSchema(RULES))),
  );
  for (const kind of REQUEST_KINDS) {
    const schema: unknown = JSON.parse(read(`schemas/${kind}.schema.json`));
    const path = `schemas/${kind}.editor.json`;
    files.set(path, await pretty(path, JSON.stringify(editorSchema(schema))));
  }
  return files;
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

async function pretty(path: string, text: string): Promise<string> {
  const options = await resolveConfig(join(root, path));
  return format(text, { ...options, filepath: path });
}

const check = process.argv.includes('--check');
mkdirSync(pages, { recursive: true });
const wanted = await outputs();
const stale: string[] = [];
for (const [path, text] of wanted) {
  if (existsSync(join(root, path)) && read(path) === text) continue;
  stale.push(path);
  if (!check) writeFileSync(join(root, path), text);
}
for (const name of readdirSync(pages)) {
  const path = `docs/rules/${name}`;
  if (wanted.has(path)) continue;
  stale.push(path);
  if (!check) rmSync(join(root, path));
}
if (stale.length === 0) console.log('Generated files are up to date.');
else console.log(`${check ? 'Out of date, run `npm run generate`' : 'Written'}:\n  ${stale.join('\n  ')}`);
process.exitCode = check && stale.length > 0 ? 1 : 0;
