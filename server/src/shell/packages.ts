import { condaInstalled } from './conda-packages';
import { textOf } from './options';
import { pipInstalled, projectInstalled, syncInstalled } from './pip-packages';
import { program } from './program';
import { found, rInstalled } from './r-packages';
import type { ReadFile } from './requirements';
import { npmInstalled, systemInstalled } from './system-packages';
import type { InstalledPackage, ShellCommand, ShellWord } from './types';

export { consoleScripts } from './project-files';

/**
 * The packages a command installs. `readContextFile` gives the build-context file behind an absolute path of the image,
 * so that requirements.txt, environment.yml, pyproject.toml and such are followed. Words that aren't known are skipped.
 */
export function packagesOf(command: ShellCommand, readContextFile: ReadFile): readonly InstalledPackage[] {
  const { name, args } = program(command);
  return name === undefined ? [] : installedBy(command, name, args, readContextFile);
}

function installedBy(
  command: ShellCommand,
  name: string,
  args: readonly ShellWord[],
  readFile: ReadFile,
): readonly InstalledPackage[] {
  const [subcommand, ...rest] = withoutLeadingOptions(args);
  const verb = textOf(subcommand);
  if (/^pip[\d.]*$/.test(name)) {
    return verb === 'install' ? pipInstalled(command, rest, readFile) : [];
  }
  if (/^(?:python|pypy)[\d.]*$/.test(name)) {
    const at = args.findIndex((word) => textOf(word) === '-m');
    const module = at < 0 || at > 4 ? undefined : textOf(args[at + 1]);
    return module === 'pip' || module === 'uv' || module === 'pipenv' || module === 'poetry'
      ? installedBy(command, module, args.slice(at + 2), readFile)
      : [];
  }
  if (/^(?:conda|mamba|micromamba)$/.test(name)) {
    return condaInstalled(command, args, readFile);
  }
  if (/^(?:npm|pnpm|yarn)$/.test(name)) {
    return npmInstalled(command, name, args);
  }
  if (/^(?:R|Rscript|r|littler)$|^install(?:2|Github|GitHub|Bioc|Cran)?\.r$/.test(name)) {
    return rInstalled(command, name, args, readFile);
  }
  if (name === 'echo' || name === 'printf') {
    return pipedToR(command, args);
  }
  return systemInstalled(command, name, args) ?? projectTool(command, name, subcommand, rest, readFile);
}

function projectTool(
  command: ShellCommand,
  name: string,
  subcommand: ShellWord | undefined,
  rest: readonly ShellWord[],
  readFile: ReadFile,
): readonly InstalledPackage[] {
  const verb = textOf(subcommand);
  const words = subcommand === undefined ? undefined : withoutLeadingOptions(rest);
  if (subcommand === undefined || words === undefined) {
    return [];
  }
  const inner = textOf(words[0]);
  switch (`${name} ${verb ?? ''}`) {
    case 'uv pip':
      return inner === 'install'
        ? pipInstalled(command, words.slice(1), readFile)
        : inner === 'sync'
          ? syncInstalled(command, words.slice(1), readFile)
          : [];
    case 'uv tool':
      return inner === 'install' ? pipInstalled(command, words.slice(1), readFile) : [];
    case 'pipx install':
    case 'uv add':
    case 'poetry add':
    case 'pdm add':
    case 'pipenv add':
      return pipInstalled(command, rest, readFile);
    case 'pipenv install':
    case 'pipenv sync':
      return [...pipInstalled(command, rest, readFile), ...projectInstalled(command, name, subcommand, rest, readFile)];
    case 'uv sync':
    case 'poetry install':
    case 'poetry sync':
    case 'pdm install':
    case 'pdm sync':
      return projectInstalled(command, name, subcommand, rest, readFile);
  }
  if (name === 'pip-sync') {
    return syncInstalled(command, [subcommand, ...rest], readFile);
  }
  return name === 'easy_install' ? pipInstalled(command, [subcommand, ...rest], readFile) : [];
}

/** `echo "install.packages('x')" | R --no-save`: only R code looks like that. */
function pipedToR(command: ShellCommand, args: readonly ShellWord[]): readonly InstalledPackage[] {
  if (command.redirects.some((it) => it.operator.includes('>') && !it.operator.startsWith('2'))) {
    return [];
  }
  return args.flatMap((word) =>
    found(textOf(word) ?? '').map((it): InstalledPackage => ({
      manager: 'r',
      ...it,
      instruction: command.instruction,
      range: word.range,
      listedIn: undefined,
    })),
  );
}

/** Global options in front of the subcommand: `pip --no-cache-dir install`, `pip --timeout 60 install`. */
function withoutLeadingOptions(args: readonly ShellWord[]): readonly ShellWord[] {
  const valued =
    /^--(?:timeout|retries|proxy|cert|client-cert|cache-dir|log|python|trusted-host|directory|project|exists-action)$|^-C$/;
  let at = 0;
  while (textOf(args[at])?.startsWith('-') === true) {
    at += valued.test(textOf(args[at]) ?? '') ? 2 : 1;
  }
  return args.slice(at);
}
