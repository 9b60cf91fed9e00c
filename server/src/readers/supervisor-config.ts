import { shellWords } from './shell-words';
import { indexText } from './text-index';
import type { Located } from './types';

/** A configuration file of supervisord. */
export interface SupervisorFacts {
  /** `nodaemon` of `[supervisord]`: true keeps it in the foreground. Undefined: not set, and it goes into the background. */
  readonly nodaemon: boolean | undefined;
  /** Command lines of the programs that it starts by itself; a word with an expansion (`%(ENV_PORT)s`) is undefined. */
  readonly programs: readonly Located<readonly (string | undefined)[]>[];
  /** It includes further files, which may say anything. */
  readonly includes: boolean;
}

const ON = /^(?:true|yes|on|1)$/i;

/** Reads the sections that say what runs. Any text will do. */
export function readSupervisorConfig(text: string): SupervisorFacts {
  const index = indexText(text);
  const sections = sectionsOf(text);
  const programs = sections.flatMap(({ name, entries }) => {
    const command = entries.get('command');
    const waits = entries.get('autostart');
    if (!name.startsWith('program:') || !command || (waits && !ON.test(waits.value))) return [];
    const words = shellWords(command.value).map((it) => (it.text.includes('%(') ? undefined : it.text));
    return [{ value: words, range: index.range(command.start, command.start + command.value.length) }];
  });
  const nodaemon = sections.findLast((it) => it.name === 'supervisord' && it.entries.has('nodaemon'));
  const said = nodaemon?.entries.get('nodaemon')?.value;
  return {
    nodaemon: said === undefined ? undefined : ON.test(said),
    programs,
    includes: sections.some((it) => it.name === 'include'),
  };
}

interface Section {
  readonly name: string;
  readonly entries: Map<string, { readonly value: string; readonly start: number }>;
}

/** Sections and their `key = value` lines; comments go from the start of the line, or from ` ;`. */
function sectionsOf(text: string): readonly Section[] {
  const sections: Section[] = [];
  for (const line of text.matchAll(/^.*$/gm)) {
    const header = /^\[([^\]]{1,100})\]/.exec(line[0]);
    if (header) sections.push({ name: (header[1] ?? '').trim(), entries: new Map() });
    const entry = /^([A-Za-z_]\w*)[ \t]*[=:][ \t]*(\S.*)$/.exec(line[0]);
    if (!entry?.[1] || entry[2] === undefined) continue;
    const value = entry[2].replace(/\s;.*$/, '').trimEnd();
    const start = line.index + line[0].length - entry[2].length;
    sections.at(-1)?.entries.set(entry[1].toLowerCase(), { value, start });
  }
  return sections;
}
