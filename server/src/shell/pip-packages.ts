import type { Arguments } from './options';
import { optionValue, hasOption, splitArguments, textOf } from './options';
import { resolvePath } from './paths';
import { normalizePipName, parsePipSpec } from './pip-spec';
import { pipfilePackages, projectDependencies, projectName } from './project-files';
import type { ListedSpec, ReadFile } from './requirements';
import { requirementSpecs } from './requirements';
import type { InstalledPackage, ShellCommand, ShellWord } from './types';

const VALUED =
  /^-[rceiftCpd]$|^--(?:requirements?|constraints?|editable|index-url|extra-index-url|find-links|target|prefix|root|src|upgrade-strategy|no-binary|only-binary|platform|python-version|implementation|abi|trusted-host|cache-dir|timeout|retries|proxy|cert|client-cert|log|global-option|install-option|config-settings|progress-bar|report|exists-action|python|index-strategy|keyring-provider|prerelease|resolution|exclude-newer|torch-backend|link-mode|reinstall-package|upgrade-package|overrides?|build-constraints?|default-index|index|no-build-package|no-binary-package|extra|group|with|directory|project|pip-args|suffix|spec|use-feature|use-deprecated|python-platform|source|markers|categories|pypi-mirror|path|without|only|extras|package|no-group)$/;

/** What a pip-like program installs: `pip install …`, `uv pip install …`, `pipx install …`, `python -m pip install …`. */
export function pipInstalled(
  command: ShellCommand,
  args: readonly ShellWord[],
  readFile: ReadFile,
): readonly InstalledPackage[] {
  const parsed = splitArguments(args, VALUED);
  const editable = optionValues(parsed, /^(?:-e|--editable)$/);
  const named = [...parsed.operands, ...editable].flatMap((word) => namedPackages(command, word, readFile));
  const listed = optionValues(parsed, /^(?:-r|--requirements?)$/).flatMap((word) =>
    filePackages(command, word, readFile),
  );
  return [...named, ...listed];
}

function optionValues(parsed: Arguments, names: RegExp): readonly ShellWord[] {
  return parsed.options.flatMap((option) =>
    names.test(option.name) && option.value !== undefined ? [option.value] : [],
  );
}

function namedPackages(command: ShellCommand, word: ShellWord, readFile: ReadFile): readonly InstalledPackage[] {
  const text = textOf(word);
  const spec = text === undefined ? undefined : parsePipSpec(text);
  if (text === undefined || spec === undefined) {
    return [];
  }
  const folder =
    spec.local && !/[*?]/.test(text)
      ? localProject(resolve(command, text.replace(/\[[^\]]*\]$/, '')), readFile)
      : undefined;
  const name = folder?.name ?? spec.name;
  const own: InstalledPackage = {
    manager: 'pip',
    ...spec,
    name,
    instruction: command.instruction,
    range: word.range,
    listedIn: undefined,
  };
  return [own, ...(folder?.dependencies ?? []).map((listed) => fromFile(command, word, listed))];
}

interface LocalProject {
  readonly name: string | undefined;
  readonly dependencies: readonly ListedSpec[];
}

/** A folder of the build context that pip builds and installs, with what it depends on. */
function localProject(directory: string | undefined, readFile: ReadFile): LocalProject | undefined {
  if (directory === undefined) {
    return undefined;
  }
  const files = ['pyproject.toml', 'setup.cfg', 'setup.py'].flatMap((name) => {
    const file = readFile(`${directory === '/' ? '' : directory}/${name}`);
    return file === undefined ? [] : [{ ...file, name }];
  });
  const names = files.map((file) => projectName(file.text, file.name)).filter((name) => name !== undefined);
  const dependencies = files.flatMap((file) =>
    listedSpecs(projectDependencies(file.text, file.name), file.path, directory),
  );
  return { name: names[0] === undefined ? undefined : normalizePipName(names[0]), dependencies };
}

function listedSpecs(texts: readonly string[], listedIn: string, directory: string): readonly ListedSpec[] {
  return texts.flatMap((text) => {
    const spec = parsePipSpec(text);
    return spec === undefined ? [] : [{ ...spec, text, listedIn, directory }];
  });
}

function filePackages(command: ShellCommand, word: ShellWord, readFile: ReadFile): readonly InstalledPackage[] {
  const text = textOf(word);
  const path = text === undefined || /^[a-z]+:\/\//.test(text) ? undefined : resolve(command, text);
  if (path === undefined) {
    return [];
  }
  if (/(?:pyproject\.toml|setup\.cfg|setup\.py)$/.test(path)) {
    const project = localProject(path.replace(/\/[^/]*$/, '') || '/', readFile);
    return (project?.dependencies ?? []).map((listed) => fromFile(command, word, listed));
  }
  return requirementSpecs(path, readFile).flatMap((listed) => {
    const folder = listed.local && /^[./]/.test(listed.text) ? localProject(absolute(listed), readFile) : undefined;
    const name = folder?.name ?? listed.name;
    return [{ ...listed, name }, ...(folder?.dependencies ?? [])].map((it) => fromFile(command, word, it));
  });
}

function absolute(listed: ListedSpec): string {
  return listed.text.startsWith('/') ? listed.text : `${listed.directory}/${listed.text}`.replace(/\/\.?$/, '');
}

function resolve(command: ShellCommand, path: string): string | undefined {
  const resolved = resolvePath(command.cwd, { known: true, value: path });
  return resolved.known ? resolved.value : undefined;
}

function fromFile(
  command: ShellCommand,
  word: ShellWord,
  { name, version, local, listedIn }: ListedSpec,
): InstalledPackage {
  return { manager: 'pip', name, version, local, instruction: command.instruction, range: word.range, listedIn };
}

/** `poetry install`, `pipenv install`, `uv sync`, `pdm install`: what the project file in the directory lists. */
export function projectInstalled(
  command: ShellCommand,
  tool: string,
  subcommand: ShellWord,
  args: readonly ShellWord[],
  readFile: ReadFile,
): readonly InstalledPackage[] {
  const parsed = splitArguments(args, VALUED);
  const given = optionValue(parsed, /^(?:--directory|--project|-C|-p)$/);
  const directory = resolve(command, textOf(given) ?? '.');
  if (directory === undefined) {
    return [];
  }
  const prefix = directory === '/' ? '' : directory;
  if (tool === 'pipenv') {
    const file = readFile(`${prefix}/Pipfile`);
    const specs = file === undefined ? [] : listedSpecs(pipfilePackages(file.text), file.path, directory);
    return specs.map((listed) => fromFile(command, subcommand, listed));
  }
  const project = localProject(directory, readFile);
  const own =
    hasOption(parsed, /^--(?:no-root|no-install-project|no-self|only)$/) || project?.name === undefined
      ? []
      : [project.name];
  const listed = project?.dependencies ?? [];
  return [
    ...own.map((name): InstalledPackage => ({
      manager: 'pip',
      name,
      version: '',
      local: true,
      instruction: command.instruction,
      range: subcommand.range,
      listedIn: undefined,
    })),
    ...listed.map((it) => fromFile(command, subcommand, it)),
  ];
}

/** `pip-sync requirements.txt`, `uv pip sync requirements.txt`. */
export function syncInstalled(
  command: ShellCommand,
  args: readonly ShellWord[],
  readFile: ReadFile,
): readonly InstalledPackage[] {
  return splitArguments(args, VALUED).operands.flatMap((word) => filePackages(command, word, readFile));
}
