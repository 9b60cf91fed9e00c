import { hasOption, splitArguments, textOf } from './options';
import { resolvePath } from './paths';
import type { ReadFile } from './requirements';
import type { InstalledPackage, ShellCommand, ShellWord } from './types';

interface Found {
  readonly name: string;
  readonly version: string;
  readonly local: boolean;
}

const VALUED = /^-[efgnrl]$|^--(?:ncpus|repos|libloc|deps|args|encoding|file)$/;

/** What R installs: `R -e`, `Rscript -e`, `Rscript file.R`, `install2.r`, `R CMD INSTALL`, `R <<EOF`. */
export function rInstalled(
  command: ShellCommand,
  name: string,
  args: readonly ShellWord[],
  readFile: ReadFile,
): readonly InstalledPackage[] {
  if (/^install2?(?:\.r)?$|^install(?:Github|GitHub|Bioc|Cran|_packages)\.r$/i.test(name)) {
    return splitArguments(args, VALUED).operands.flatMap((word) => {
      const text = textOf(word);
      const github = /github/i.test(name);
      return text === undefined
        ? []
        : [pack(command, word, { name: rName(text), version: '', local: github || /[/.]tar\./.test(text) }, undefined)];
    });
  }
  if (textOf(args[0]) === 'CMD' && textOf(args[1]) === 'INSTALL') {
    return splitArguments(args.slice(2), /^-l$/).operands.flatMap((word) => {
      const text = textOf(word);
      return text === undefined
        ? []
        : [pack(command, word, { name: rName(text), version: '', local: true }, undefined)];
    });
  }
  return rCode(command, name, args, readFile);
}

function rCode(
  command: ShellCommand,
  name: string,
  args: readonly ShellWord[],
  readFile: ReadFile,
): readonly InstalledPackage[] {
  const parsed = splitArguments(args, VALUED);
  const inline = parsed.options.flatMap(({ name: option, value }) => {
    const code = option === '-e' ? textOf(value) : undefined;
    return code === undefined || value === undefined
      ? []
      : found(code).map((it) => pack(command, value, it, undefined));
  });
  const given = name === 'Rscript' && !hasOption(parsed, /^-e$/) ? parsed.operands[0] : undefined;
  const word =
    given ?? parsed.options.find(({ name: option }) => /^(?:-f|--file)$/.test(option))?.value ?? inputFile(command);
  const path = word === undefined ? undefined : resolvePath(command.cwd, word.value);
  const file = path?.known === true ? readFile(path.value) : undefined;
  const listed =
    file === undefined || word === undefined ? [] : found(file.text).map((it) => pack(command, word, it, file.path));
  const [first] = command.words;
  const read =
    command.stdin === undefined || first === undefined
      ? []
      : found(command.stdin).map((it) => pack(command, first, it, undefined));
  return [...inline, ...listed, ...read];
}

function inputFile(command: ShellCommand): ShellWord | undefined {
  return command.redirects.find((it) => it.operator === '<')?.target;
}

function pack(command: ShellCommand, word: ShellWord, it: Found, listedIn: string | undefined): InstalledPackage {
  return { manager: 'r', ...it, instruction: command.instruction, range: word.range, listedIn };
}

const CALL =
  /(?<![\w.])(install\.packages|install_github|install_gitlab|install_git|install_url|install_local|install_version|install_cran|install_bioc|pkg_install|pak|BiocManager::install|biocLite|p_load|pkg_add)\s*\(\s*/g;

/** The packages that R code installs by name. */
export function found(code: string): readonly Found[] {
  const text = code.replace(/(["'])(.*?)\1|#.*/g, (whole, quote: string | undefined) =>
    quote === undefined ? '' : whole,
  );
  return [...text.matchAll(CALL)].flatMap((match) => {
    const call = match[1] ?? '';
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 10_000);
    const values = firstArgument(rest);
    const local = /github|gitlab|install_git$|install_url|install_local/.test(call);
    const version =
      call === 'install_version' ? /^[^)]*?,\s*(?:version\s*=\s*)?["']([\d.-]+)["']/s.exec(rest)?.[1] : undefined;
    return values.map((value) => ({
      name: rName(value),
      version: version === undefined ? '' : `==${version}`,
      local: local || /\.tar\.gz$/.test(value),
    }));
  });
}

function firstArgument(rest: string): readonly string[] {
  const list = /^(?:(?:pkgs|packages)\s*=\s*)?c\s*\(([^)]*)\)/.exec(rest)?.[1];
  const single = /^(?:(?:pkgs|packages|repo|package)\s*=\s*)?(["'])(.*?)\1/s.exec(rest)?.[2];
  if (list !== undefined) {
    return [...list.matchAll(/["']([^"']+)["']/g)].map((match) => match[1] ?? '');
  }
  return single === undefined ? [] : [single];
}

function rName(text: string): string {
  return text
    .replace(/[@#].*$/s, '')
    .replace(/\.git$/, '')
    .replace(/\/+$/, '')
    .replace(/^.*\//s, '')
    .replace(/_[\d.-]+\.tar\.gz$|\.tar\.gz$/, '');
}
