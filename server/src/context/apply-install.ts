import type { Known } from '../known';
import { consoleScripts } from '../shell/project-files';
import { provenanceOf, writtenNode } from './command-setting';
import type { CommandSetting } from './command-setting';
import { joinInside } from './paths';

const PROJECT_FILES = ['pyproject.toml', 'setup.cfg', 'setup.py'];

/** `pip install .`: the project's console scripts become programs. When its files can't be read, any program may come. */
export function applyInstall(project: Known<string>, why: string, setting: CommandSetting): void {
  const { tree, command, path, programFolder } = setting;
  const scripts = project.known ? scriptsOf(project.value, setting) : undefined;
  for (const name of scripts ?? []) {
    const node = writtenNode(joinInside(programFolder, name), 'yes', () => undefined, command);
    tree.put({ ...node, provenance: `the project installed by ${provenanceOf(command)}` });
  }
  if (scripts) return;
  for (const directory of new Set([programFolder, ...path.filter((it) => it.endsWith('/bin'))]))
    tree.addHole({ directory, why });
}

/** Names of the programs the project in the folder declares; undefined when that can't be told. */
function scriptsOf(folder: string, { tree }: CommandSetting): readonly string[] | undefined {
  const names: string[] = [];
  let seen = 0;
  for (const file of PROJECT_FILES) {
    const found = tree.lookup(joinInside(folder, file));
    if (found.state === 'absent') continue;
    const text = found.state === 'present' ? found.file.text : undefined;
    if (text === undefined) return undefined;
    seen++;
    const scripts = consoleScripts(text, file);
    if (scripts.length === 0 && /\bscripts\b|entry[_-]points|gui_scripts/.test(text)) return undefined;
    names.push(...scripts);
  }
  return seen === 0 ? undefined : names;
}
