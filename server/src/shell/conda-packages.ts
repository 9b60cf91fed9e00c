import { environmentPackages } from './environment-yml';
import { optionValue, splitArguments, textOf } from './options';
import { directoryName, resolvePath } from './paths';
import { parsePipSpec } from './pip-spec';
import type { ReadFile } from './requirements';
import { requirementSpecs } from './requirements';
import type { InstalledPackage, ShellCommand, ShellWord } from './types';

const VALUED =
  /^-[npcfr]$|^--(?:name|prefix|channel|file|solver|clone|repodata-fn|platform|subdir|root-prefix|rc-file|revision|experimental)$/;

/** What `conda install`, `conda create`, `conda env create -f`, and mamba and micromamba likewise, install. */
export function condaInstalled(
  command: ShellCommand,
  args: readonly ShellWord[],
  readFile: ReadFile,
): readonly InstalledPackage[] {
  const { operands, options } = splitArguments(args, VALUED);
  const words = textOf(operands[0]) === 'env' ? operands.slice(1) : operands;
  if (!/^(?:install|create|update|upgrade)$/.test(textOf(words[0]) ?? '')) {
    return [];
  }
  const named = words.slice(1).flatMap((word) => {
    const text = textOf(word);
    return text === undefined ? [] : condaPackage(command, word, text, undefined);
  });
  const files = options.flatMap(({ name, value }) =>
    /^(?:-f|--file)$/.test(name) && value !== undefined ? [value] : [],
  );
  const implied = files.length === 0 && words !== operands ? defaultFile(command, args, words[0]) : [];
  return [...named, ...[...files, ...implied].flatMap((word) => condaFile(command, word, readFile))];
}

/** `conda env create` without a file reads environment.yml. */
function defaultFile(
  command: ShellCommand,
  args: readonly ShellWord[],
  word: ShellWord | undefined,
): readonly ShellWord[] {
  const clone = optionValue(splitArguments(args, VALUED), /^--clone$/);
  return word === undefined || clone !== undefined || !command.cwd.known
    ? []
    : [{ ...word, value: { known: true, value: 'environment.yml' } }];
}

function condaFile(command: ShellCommand, word: ShellWord, readFile: ReadFile): readonly InstalledPackage[] {
  const path = resolvePath(command.cwd, word.value);
  const file = path.known ? readFile(path.value) : undefined;
  if (!path.known || file === undefined) {
    return [];
  }
  if (!/\.ya?ml$/i.test(path.value)) {
    const lines = file.text.split(/\r?\n/).map((line) => line.replace(/#.*$/, '').trim());
    return lines.flatMap((line) => (line === '' ? [] : condaPackage(command, word, line, file.path)));
  }
  const { conda, pip } = environmentPackages(file.text);
  return [
    ...conda.flatMap((text) => condaPackage(command, word, text, file.path)),
    ...pip.flatMap((text) =>
      pipPackages(command, word, text, { path: file.path, directory: directoryName(path.value), readFile }),
    ),
  ];
}

function pipPackages(
  command: ShellCommand,
  word: ShellWord,
  text: string,
  file: { path: string; directory: string; readFile: ReadFile },
): readonly InstalledPackage[] {
  const base = { manager: 'pip', instruction: command.instruction, range: word.range } as const;
  const nested = /^(?:-r\s*|--requirement[\s=]\s*)(\S+)/.exec(text)?.[1];
  if (nested !== undefined) {
    const path = nested.startsWith('/') ? nested : `${file.directory}/${nested}`;
    return requirementSpecs(path, file.readFile).map(({ name, version, local, listedIn }) => ({
      ...base,
      name,
      version,
      local,
      listedIn,
    }));
  }
  const plain = text.replace(/^(?:-e\s*|--editable[\s=]\s*)/, '');
  const spec = plain.startsWith('-') ? undefined : parsePipSpec(plain);
  return spec === undefined ? [] : [{ ...base, ...spec, listedIn: file.path }];
}

function condaPackage(
  command: ShellCommand,
  word: ShellWord,
  text: string,
  listedIn: string | undefined,
): readonly InstalledPackage[] {
  const base = { manager: 'conda', instruction: command.instruction, range: word.range, listedIn } as const;
  if (/\.(?:tar\.bz2|conda)$/.test(text)) {
    const name = text.replace(/^.*\//s, '').replace(/-[^-]*-[^-]*$/, '');
    return [{ ...base, name: name.toLowerCase(), version: '', local: true }];
  }
  const match = /^(?:[\w./:-]+::)?([A-Za-z0-9_][\w.-]*?)(?:\[[^\]]*\])?\s*((?:[<>=!~].*| \S.*)?)$/.exec(
    text.slice(0, 300),
  );
  return match?.[1] === undefined
    ? []
    : [{ ...base, name: match[1].toLowerCase(), version: (match[2] ?? '').replace(/\s+/g, ''), local: false }];
}
