import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = join(ROOT, 'docs/scenarios');
const read = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const list = read('examples', 'README.md');

/** Lines of the blocks of shell commands. */
function commands(markdown: string): readonly string[] {
  return [...markdown.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));
}

const examples = (page: string) =>
  [...page.matchAll(/\]\(\.\.\/\.\.\/examples\/([\w-]+)\)/g)].flatMap(([, it]) => it ?? []);

describe.each(readdirSync(PAGES))('docs/scenarios/%s', (name) => {
  const page = read('docs/scenarios', name);
  const folders = examples(page);

  it('is found from the list of examples, and leads to folders that are there', () => {
    expect(list).toContain(`(../docs/scenarios/${name})`);
    expect(folders.length).toBeGreaterThan(0);
    expect(folders.filter((folder) => !existsSync(join(ROOT, 'examples', folder)))).toEqual([]);
  });

  it('has the commands that the READMEs of its examples have', () => {
    const known = folders.flatMap((folder) => commands(read('examples', folder, 'README.md')));
    expect(commands(page).length).toBeGreaterThan(0);
    expect(commands(page).filter((command) => !known.includes(command))).toEqual([]);
  });
});

it('every example but the broken one has a page', () => {
  const shown = readdirSync(PAGES).flatMap((name) => examples(read('docs/scenarios', name)));
  const folders = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter((it) => it.isDirectory());
  const others = folders.map(({ name }) => name).filter((name) => !shown.includes(name));
  expect(others).toEqual(['broken']);
});
