import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { FoundProject } from '../../engine/src/imports/found-project';
import { loadEngine } from './engine';
import { readOptions } from './read-options';
import { shownPath } from './shown-path';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `import`: finds a project of another tool in a folder, says what it is, and writes request files for it. */
export async function importCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['dry-run']);
  const [given = '.', ...more] = options.positionals;
  if (more.length > 0) throw new UsageError('import takes one folder.');
  const folder = resolve(terminal.cwd, given);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`There is no folder ${given}.`);
  }
  const engine = await loadEngine();
  const found = engine.findProject(engine.diskFiles(folder), basename(folder));
  if (found === undefined) {
    terminal.warn(
      `Nothing is known of ${folder}.\nName the folder of a sagify or easy_sm project, one with local_test/test_dir ` +
        'beside its Dockerfile, or one with a compose file that mounts folders of SageMaker.\n',
    );
    return 1;
  }
  terminal.warn(explanationOf(found, engine.IMPORT_TITLES[found.kind]));
  if (found.files.length === 0) return 1;
  if (!options.flag('dry-run')) await engine.writeNewFiles(folder, found.files);
  for (const { path } of found.files) terminal.write(`${shownPath(terminal.cwd, resolve(folder, path))}\n`);
  return 0;
}

function explanationOf({ evidence, explanation, remarks }: FoundProject, title: string): string {
  const lines = [`${title}, known by ${evidence}.`, ...explanation, ...remarks.map((remark) => `Note: ${remark}`)];
  return `${lines.join('\n')}\n`;
}
