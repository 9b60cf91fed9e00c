import type { Known } from '../known';
import { known, unknown } from '../known';
import type { FileChange } from './file-effect';
import { isHarmless, isKnownInstaller, isSetupFile } from './harmless';
import { isShell } from './nested-script';
import { hasOption, optionValue, splitArguments, textOf } from './options';
import { at, directoryOf } from './mode-effects';
import { packagesOf } from './packages';
import { normalizePath, resolvePath } from './paths';
import { parsePipSpec } from './pip-spec';
import { program } from './program';
import type { ShellCommand, ShellWord } from './types';

/** Scripts, builds and installs: what may create files that can't be named. */
export function buildEffects(command: ShellCommand): readonly FileChange[] {
  const { name, word, args } = program(command);
  if (name === undefined || word === undefined) {
    return command.words.length === 0 ? [] : [anywhere('the program it runs is not known')];
  }
  const path = textOf(word) ?? name;
  return (
    projectInstall(command, name, args) ??
    interpreted(command, name, args) ??
    compiled(command, name, args) ??
    globalNpm(command, name) ??
    (isHarmless(name) || isKnownInstaller(path) || isQuestion(args)
      ? []
      : [anywhere(`\`${path.slice(0, 80)}\` may create files`)])
  );
}

function anywhere(why: string, project?: Known<string>): FileChange {
  return { kind: 'opaque', where: 'anywhere', why, project };
}

function within(where: string, why: string): FileChange {
  return { kind: 'opaque', where, why, project: undefined };
}

/** `x --version`, `x --help`. */
function isQuestion(args: readonly ShellWord[]): boolean {
  return args.length === 1 && /^(?:--?version|-[vV]|--?help|-h|version|help)$/.test(textOf(args[0]) ?? '');
}

/** `pip install .`, wheels and repositories bring console scripts of their own. */
function projectInstall(
  command: ShellCommand,
  name: string,
  args: readonly ShellWord[],
): readonly FileChange[] | undefined {
  const python = /^(?:python|pypy)[\d.]*$/.test(name);
  const module = python ? textOf(args[args.findIndex((word) => textOf(word) === '-m') + 1]) : undefined;
  if (python && (module === 'venv' || module === 'virtualenv') && textOf(args[0])?.startsWith('-') === true) {
    return environmentAt(command, args.slice(args.findIndex((word) => textOf(word) === '-m') + 2));
  }
  if (name === 'virtualenv' || (name === 'uv' && textOf(args[0]) === 'venv')) {
    return environmentAt(command, name === 'uv' ? args.slice(1) : args);
  }
  if (/^(?:conda|mamba|micromamba)$/.test(name)) {
    const prefix = optionValue(
      splitArguments(args, /^-[pncfr]$|^--(?:prefix|name|file|channel|root-prefix)$/),
      /^-p$|^--prefix$/,
    );
    return prefix === undefined ? [] : [within(directoryOf(command, prefix), `\`${name}\` makes an environment there`)];
  }
  const installer =
    /^(?:pip[\d.]*|uv|pipx|poetry|pipenv|pdm|easy_install|pip-sync)$/.test(name) ||
    (python && /^(?:pip|uv|pipenv|poetry)$/.test(module ?? ''));
  return installer
    ? localInstalls(command, name === 'poetry' || name === 'pdm' || (name === 'uv' && textOf(args[0]) === 'sync'))
    : undefined;
}

function environmentAt(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const { operands } = splitArguments(args, /^-p$|^--(?:python|prompt)$/);
  const [target] = operands;
  const path = target === undefined ? resolvePath(command.cwd, known('.venv')) : at(command, target);
  return [within(path.known ? path.value : 'anywhere', 'a virtual environment is made there')];
}

function localInstalls(command: ShellCommand, project: boolean): readonly FileChange[] {
  const { args } = program(command);
  const verbs = args.map(textOf);
  if (project) {
    const installs = /^(?:install|sync)$/.test(verbs.find((verb) => verb?.startsWith('-') === false) ?? '');
    const own = !verbs.some((verb) => verb !== undefined && /^--(?:no-root|no-install-project|no-self)$/.test(verb));
    return installs && own ? [anywhere('the project may bring programs of its own', command.cwd)] : [];
  }
  const sources = packagesOf(command, () => undefined).filter((it) => it.local);
  return sources.map((it) => {
    const word = command.words.find(({ range }) => range === it.range);
    const text = textOf(word)?.replace(/^-e|^--editable=|\[[^\]]*\]$/g, '');
    const folder =
      text !== undefined && parsePipSpec(text)?.local === true && !/:\/\/|\+|@/.test(text) && !/[*?]/.test(text);
    return anywhere(
      `the package ${it.name === '' ? '' : `\`${it.name}\` `}may bring programs of its own`.replace(/ {2,}/g, ' '),
      folder ? resolvePath(command.cwd, known(text)) : unknown('it is not a folder of the build context'),
    );
  });
}

/** Scripts: `./x.sh`, `bash x.sh`, `python x.py`, `source x.sh`. */
function interpreted(
  command: ShellCommand,
  name: string,
  args: readonly ShellWord[],
): readonly FileChange[] | undefined {
  if (isShell(name)) {
    return shellScript(command, args);
  }
  if (name === 'source' || name === '.') {
    const text = textOf(args[0]);
    return text !== undefined && isSetupFile(text) ? [] : [script(text)];
  }
  if (/^(?:python|pypy)[\d.]*$/.test(name)) {
    return pythonCode(command, args);
  }
  if (/^(?:Rscript|node|nodejs|ruby|perl|php|julia|java|deno|bun)$/.test(name)) {
    return otherCode(name, args);
  }
  if (name === 'eval') {
    const hooks = args.every((word) =>
      /conda|mamba|pyenv|ssh-agent|brew|direnv|rbenv|nodenv|poetry|opam/.test(word.raw),
    );
    return hooks ? [] : [anywhere('`eval` runs what is only known when the image is built')];
  }
  const text = textOf(program(command).word) ?? '';
  const ours =
    /\/|\.(?:sh|py|bash|R|pl)$/.test(text) && !/^(?:\/usr)?\/(?:local\/)?s?bin\//.test(text) && !isHarmless(name);
  return ours && !isQuestion(args) ? [script(text)].filter(() => !isKnownInstaller(text)) : undefined;
}

function script(path: string | undefined): FileChange {
  return anywhere(path === undefined ? 'a script runs' : `the script \`${path.slice(0, 80)}\` may create files`);
}

function shellScript(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const { operands, options } = splitArguments(args, /^[-+][oO]$|^--(?:rcfile|init-file)$/);
  if (hasOption({ operands, options }, /^-[a-zA-Z]*c/)) {
    return [anywhere('the script given to the shell is not known')];
  }
  const [file] = operands;
  const text = textOf(file);
  const input = command.redirects.find(({ operator }) => operator === '<')?.target;
  // `curl … | bash` and `bash <(curl …)`: an installer of third-party software.
  if (file === undefined || options.some(({ name }) => name === '-s')) {
    return input === undefined ? [] : [script(textOf(input))];
  }
  if (/^<\(\s*(?:curl|wget)\b/.test(file.raw)) {
    return [];
  }
  return isKnownInstaller(text ?? file.raw) ? installerPrefix(command, args) : [script(text)];
}

/** `bash miniconda.sh -b -p /opt/conda`. */
function installerPrefix(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const index = args.findIndex((word) => /^-[a-z]*p$|^--prefix$/.test(textOf(word) ?? ''));
  const prefix = index < 0 ? undefined : args[index + 1];
  return prefix === undefined ? [] : [within(directoryOf(command, prefix), 'an installer puts a distribution there')];
}

const HARMLESS_MODULES =
  /^(?:pip|ensurepip|compileall|py_compile|spacy|nltk|nltk\.downloader|textblob\.download_corpora|playwright|unidic|ipykernel|site|sysconfig|pytest|unittest|json\.tool|pipx|uv|jupyter|cython|camoufox|coverage|flake8|mypy|black)$/;

function pythonCode(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const { operands, options } = splitArguments(args, /^-[cmWX]$/);
  const code = options.find(({ name }) => name === '-c');
  const module = textOf(options.find(({ name }) => name === '-m')?.value);
  if (module !== undefined) {
    return HARMLESS_MODULES.test(module) ? [] : [script(`python -m ${module}`)];
  }
  if (code !== undefined || command.stdin !== undefined) {
    const text = code === undefined ? command.stdin : textOf(code.value);
    const writes =
      text === undefined ||
      /\bopen\s*\(|write|shutil|os\.(?:chmod|rename|symlink|link|replace|system|popen)|subprocess|urlretrieve|extractall|exec\(|runpy|Path\(/.test(
        text,
      );
    return writes ? [anywhere('Python code in the RUN instruction may create files')] : [];
  }
  const file = textOf(operands[0]);
  if (operands.length === 0) {
    return isQuestion(args) || args.length === 0 || hasOption({ operands, options }, /^-[VvSE]$|^--version$/)
      ? []
      : [script(undefined)];
  }
  const setup = file !== undefined && /(?:^|\/)setup\.py$/.test(file);
  if (setup && operands.some((word) => /^(?:install|develop|easy_install)$/.test(textOf(word) ?? ''))) {
    return [anywhere('the project may bring programs of its own', setupFolder(command, file))];
  }
  return file !== undefined && isKnownInstaller(file) ? [] : [script(file)];
}

function setupFolder(command: ShellCommand, file: string): Known<string> {
  const path = resolvePath(command.cwd, known(file));
  return path.known ? known(normalizePath(`${path.value}/..`)) : path;
}

function otherCode(name: string, args: readonly ShellWord[]): readonly FileChange[] {
  const { operands, options } = splitArguments(args, /^-[eErpl]$|^--(?:eval|require)$/);
  const inline = options.some(({ name: option }) => /^-[a-zA-Z]*[eEpr]$|^--eval$/.test(option));
  return inline || operands.length === 0 ? [] : [script(`${name} ${textOf(operands[0]) ?? '…'}`)];
}

/** make, cmake, compilers, `npm run build`. */
function compiled(command: ShellCommand, name: string, args: readonly ShellWord[]): readonly FileChange[] | undefined {
  if (isQuestion(args)) {
    return undefined;
  }
  if (/^(?:make|gmake|ninja|meson|cmake|bazel|bazelisk|scons|waf|b2|autoreconf|task|just)$/.test(name)) {
    return [anywhere(`\`${name}\` builds and installs files`)];
  }
  if (/^(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|nvcc|rustc|gfortran)(?:-[\d.]+)?$/.test(name)) {
    const output = optionValue(splitArguments(args, /^-[oIlLDxcA]$/), /^-o$/);
    return output === undefined
      ? [within(directoryOf(command, undefined), `\`${name}\` compiles there`)]
      : [built(command, output)];
  }
  if (name === 'go') {
    const output = optionValue(splitArguments(args, /^-(?:o|ldflags|tags|mod|gcflags|asmflags)$/), /^-o$/);
    return output !== undefined
      ? [built(command, output)]
      : /^(?:build|install|get|generate|run)$/.test(textOf(args[0]) ?? '')
        ? [anywhere('`go` builds programs')]
        : [];
  }
  if (/^(?:cargo|mvn|mvnw|gradle|gradlew|sbt|ant|dotnet|stack|cabal|lein|swift|bundle|composer)$/.test(name)) {
    return [
      /^(?:install|publish)$/.test(textOf(args[0]) ?? '') && name !== 'mvn'
        ? anywhere(`\`${name}\` installs programs`)
        : within(directoryOf(command, undefined), `\`${name}\` builds there`),
    ];
  }
  if (/^(?:npm|yarn|pnpm|npx)$/.test(name) && /^(?:run|run-script|build|exec|dlx)$/.test(textOf(args[0]) ?? '')) {
    return [within(directoryOf(command, undefined), `\`${name}\` builds there`)];
  }
  return undefined;
}

function built(command: ShellCommand, output: ShellWord): FileChange {
  return { kind: 'write', path: at(command, output), text: undefined, append: false, executable: true };
}

/** A global npm package most often brings a program of its name: `serve`, `pm2`. */
function globalNpm(command: ShellCommand, name: string): readonly FileChange[] | undefined {
  if (!/^(?:npm|yarn|pnpm)$/.test(name)) {
    return undefined;
  }
  return packagesOf(command, () => undefined)
    .filter((it) => it.manager === 'npm' && !it.local && !it.name.includes('/'))
    .map((it) => ({
      kind: 'write',
      path: known(`/usr/local/bin/${it.name}`),
      text: undefined,
      append: false,
      executable: true,
    }));
}
