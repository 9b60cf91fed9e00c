import { readToml, tomlStrings } from './mini-toml';

/** Names of the programs that installing a Python project puts on PATH, from its setup.py, setup.cfg or pyproject.toml. */
export function consoleScripts(text: string, fileName: string): readonly string[] {
  if (fileName.endsWith('.toml')) {
    const toml = readToml(text);
    const tables = [
      'project.scripts',
      'project.gui-scripts',
      'tool.poetry.scripts',
      'project.entry-points.console_scripts',
      'tool.flit.scripts',
      'tool.pdm.scripts.console',
    ];
    const files = tomlStrings(toml.get('tool.setuptools')?.get('script-files')).map(lastPart);
    return unique([...tables.flatMap((table) => [...(toml.get(table)?.keys() ?? [])]), ...files]);
  }
  return unique(fileName.endsWith('.cfg') ? configScripts(text) : setupScripts(text));
}

function configScripts(text: string): readonly string[] {
  const entries = iniList(text, 'options.entry_points', 'console_scripts').map((line) => line.replace(/\s*=.*$/s, ''));
  return [...entries, ...iniList(text, 'options', 'scripts').map(lastPart)];
}

function setupScripts(text: string): readonly string[] {
  const lists = listAfter(text, /["']?console_scripts["']?\s*(?::|=|,)\s*/);
  const sections = [...text.matchAll(/\[console_scripts\]([^[\]"']{0,5000})/g)].map((match) => match[1] ?? '');
  const entries = [...lists, ...sections]
    .flatMap((entry) => entry.split('\n'))
    .map((entry) => /^\s*([\w.-]+)\s*=/.exec(entry)?.[1] ?? '');
  return [...entries, ...listAfter(text, /(?<![\w])scripts\s*=\s*/).map(lastPart)];
}

/** What a Python project asks pip for: `dependencies` of pyproject.toml, `install_requires` of setup.py and setup.cfg. */
export function projectDependencies(text: string, fileName: string): readonly string[] {
  if (fileName.endsWith('.toml')) {
    const toml = readToml(text);
    return [...tomlStrings(toml.get('project')?.get('dependencies')), ...poetryDependencies(toml)];
  }
  return fileName.endsWith('.cfg')
    ? iniList(text, 'options', 'install_requires')
    : listAfter(text, /(?<![\w])install_requires\s*=\s*/);
}

/** The name a project gives itself. */
export function projectName(text: string, fileName: string): string | undefined {
  if (fileName.endsWith('.toml')) {
    const toml = readToml(text);
    return tomlStrings(toml.get('project')?.get('name') ?? toml.get('tool.poetry')?.get('name'))[0];
  }
  return fileName.endsWith('.cfg')
    ? /^\[metadata\][^[]*?^name\s*=\s*([\w.-]+)/ms.exec(text.slice(0, 20_000))?.[1]
    : /(?<![\w])name\s*=\s*["']([\w.-]+)["']/.exec(text)?.[1];
}

/** `[packages]` of a Pipfile. */
export function pipfilePackages(text: string): readonly string[] {
  return tableSpecs(readToml(text).get('packages'));
}

function poetryDependencies(toml: ReturnType<typeof readToml>): readonly string[] {
  const groups = [...toml.keys()].filter(
    (table) =>
      table === 'tool.poetry.dependencies' ||
      /^tool\.poetry\.group\.(?!dev\.|test\.|tests\.|docs\.|lint\.)[^.]+\.dependencies$/.test(table),
  );
  return groups.flatMap((table) => tableSpecs(toml.get(table)));
}

/** `name = "^1.2"` → `name==…`: the version as written where pip would understand it. */
function tableSpecs(table: ReadonlyMap<string, string> | undefined): readonly string[] {
  return [...(table ?? [])]
    .filter(([name]) => name !== 'python' && !name.includes('.'))
    .map(([name, value]) => {
      const version = /^\{/.test(value) ? /version\s*=\s*["']([^"']*)["']/.exec(value)?.[1] : tomlStrings(value)[0];
      return name + versionSpec(version ?? '');
    });
}

function versionSpec(version: string): string {
  if (/^[<>=!~]=?/.test(version)) {
    return version.startsWith('~') && !version.startsWith('~=') ? version.replace('~', '~=') : version;
  }
  return /^\d/.test(version) ? `==${version}` : version.startsWith('^') ? `>=${version.slice(1)}` : '';
}

function iniList(text: string, section: string, key: string): readonly string[] {
  const found: string[] = [];
  let inSection = false;
  let inKey = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^\[/.test(line)) {
      inSection = line.trim() === `[${section}]`;
      inKey = false;
    } else if (/^\S/.test(line) && !/^[#;]/.test(line)) {
      const equals = line.search(/[=:]/);
      inKey = inSection && equals > 0 && line.slice(0, equals).trim() === key;
      found.push(...(inKey ? [line.slice(equals + 1)] : []));
    } else if (inKey && !/^\s*[#;]/.test(line)) {
      found.push(line);
    }
  }
  return found.map((line) => line.trim()).filter((line) => line !== '');
}

/** The string literals of the list or the string that follows each match, comments left out. */
function listAfter(text: string, before: RegExp): readonly string[] {
  const found: string[] = [];
  // What lies in a list that was read has been read with it: once more for each would take the square of the length.
  let readTo = 0;
  for (const match of text.matchAll(new RegExp(before, 'g'))) {
    if (match.index < readTo) continue;
    const from = match.index + match[0].length;
    const rest = text.slice(from, from + 20_000);
    const pieces = rest.matchAll(/"""([\s\S]*?)"""|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|#.*|[[\]()]/g);
    let depth = 0;
    for (const piece of pieces) {
      const value = piece[1] ?? piece[2] ?? piece[3];
      readTo = from + piece.index + piece[0].length;
      depth += '[('.includes(piece[0]) ? 1 : '])'.includes(piece[0]) ? -1 : 0;
      if (depth < 0 || (depth === 0 && value === undefined && !piece[0].startsWith('#') && !'])'.includes(piece[0]))) {
        break;
      }
      if (value !== undefined && (depth > 0 || piece.index < 2)) {
        found.push(value);
      }
      if (depth === 0) {
        break;
      }
    }
  }
  return found;
}

function lastPart(path: string): string {
  return path.replace(/^.*\//s, '');
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== ''))];
}
