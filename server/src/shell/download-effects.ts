import type { Known } from '../known';
import { known, unknown } from '../known';
import type { FileChange } from './file-effect';
import { at, directoryOf, inside } from './mode-effects';
import type { Arguments } from './options';
import { hasOption, optionValue, splitArguments, textOf } from './options';
import { baseName, resolvePath } from './paths';
import type { ShellCommand, ShellWord } from './types';

/** curl, wget, tar, unzip, git, cloud copies; undefined for other programs. */
export function downloadEffects(
  command: ShellCommand,
  name: string | undefined,
  args: readonly ShellWord[],
): readonly FileChange[] | undefined {
  switch (name) {
    case undefined:
      return undefined;
    case 'curl':
      return curl(command, args);
    case 'wget':
    case 'wget2':
      return wget(command, args);
    case 'aria2c':
    case 'axel':
      return fetched(command, args, /^-[oOdxsjkn]$|^--(?:dir|out)$/, /^(?:-o|--out)$/, /^(?:-d|--dir)$/);
    case 'tar':
    case 'bsdtar':
      return tar(command, args);
    case 'unzip':
    case '7z':
    case '7za':
      return unzip(command, name, args);
    case 'git':
    case 'svn':
    case 'hg':
      return checkout(command, name, args);
    case 'aws':
    case 'gsutil':
    case 'gcloud':
    case 'azcopy':
      return cloud(command, name, args);
    case 'huggingface-cli':
    case 'hf':
      return folderOption(command, name, args, /^--(?:local-dir|cache-dir)$/);
    default:
      return undefined;
  }
}

function write(path: Known<string>): FileChange {
  return { kind: 'write', path, text: undefined, append: false, executable: undefined };
}

function opaque(where: string, why: string): FileChange {
  return { kind: 'opaque', where, why, project: undefined };
}

/** The name that `curl -O` and `wget` give a file. */
function nameFromUrl(word: ShellWord): Known<string> {
  const text = textOf(word);
  if (text === undefined) {
    return unknown('the address it is downloaded from is not known');
  }
  const name = baseName(text.replace(/^[a-z]+:\/\//i, '').replace(/[?#].*$/s, ''));
  return known(name === '' ? 'index.html' : name);
}

const CURL_VALUED =
  /^-[a-zA-Z]*[oHdXuAbceEFKmrTUwxYyzCQ]$|^--(?:output|header|data|data-raw|data-binary|request|user|user-agent|retry|retry-delay|retry-max-time|max-time|connect-timeout|output-dir|cacert|cert|key|proxy|url|cookie|referer|form|proto|tlsv1|ciphers|range|write-out|resolve|limit-rate)$/;

function curl(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const { operands, options } = splitArguments(args, CURL_VALUED);
  const outputDirectory = options.find(({ name }) => name === '--output-dir')?.value;
  const directory = outputDirectory === undefined ? command.cwd : at(command, outputDirectory);
  const named = options.flatMap(({ name, value }) =>
    /^-[a-zA-Z]*o$|^--output$/.test(name) && value !== undefined ? [value] : [],
  );
  const remote = options.some(({ name }) => /^-[a-zA-Z]*O[a-zA-Z]*$|^--remote-name(?:-all)?$/.test(name));
  const fromUrls = remote ? operands.map((word) => resolvePath(directory, nameFromUrl(word))) : [];
  return [
    ...named.filter((word) => !isNothing(word)).map((word) => resolvePath(directory, word.value)),
    ...fromUrls,
  ].map(write);
}

function isNothing(word: ShellWord): boolean {
  return /^(?:-$|\/dev\/)/.test(textOf(word) ?? '');
}

function wget(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const valued =
    /^-[a-zA-Z]*[OPotTUaAiQwRDIXl]$|^--(?:output-document|directory-prefix|output-file|tries|timeout|user-agent|header|user|password|post-data|input-file|waitretry|retry-on-http-error|progress|ca-certificate|reject|accept|level|cut-dirs|domains)$/;
  const parsed = splitArguments(args, valued);
  if (hasOption(parsed, /^-[a-zA-Z]*[rm]$|^--(?:recursive|mirror|input-file)$|^-i$/)) {
    return [opaque(directoryOf(command, optionValue(parsed, /^-[a-zA-Z]*P$|^--directory-prefix$/)), '`wget` fills it')];
  }
  return fetched(command, args, valued, /^-[a-zA-Z]*O$|^--output-document$/, /^-[a-zA-Z]*P$|^--directory-prefix$/);
}

function fetched(
  command: ShellCommand,
  args: readonly ShellWord[],
  valued: RegExp,
  output: RegExp,
  prefix: RegExp,
): readonly FileChange[] {
  const parsed = splitArguments(args, valued);
  const folder = optionValue(parsed, prefix);
  const directory = folder === undefined ? command.cwd : at(command, folder);
  const named = optionValue(parsed, output);
  if (named !== undefined) {
    return isNothing(named) ? [] : [write(at(command, named))];
  }
  return parsed.operands.map((word) => write(resolvePath(directory, nameFromUrl(word))));
}

function tar(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const [first, ...rest] = args;
  const bundle = textOf(first) ?? '';
  // `tar xzf a.tgz`: the old style without a dash.
  const dashed =
    first !== undefined && /^[a-zA-Z]+$/.test(bundle) ? [{ ...first, value: known(`-${bundle}`) }, ...rest] : args;
  const parsed = splitArguments(
    dashed,
    /^-[a-zA-Z]*f$|^-[CT]$|^--(?:file|directory|strip-components|exclude|transform|wildcards-match|owner|group|use-compress-program)$|^-I$/,
  );
  if (hasOption(parsed, /^-[a-zA-Z]*[xA]|^--(?:extract|get)$/)) {
    const folder = optionValue(parsed, /^(?:-C|--directory)$/) ?? directoryInBundle(dashed);
    return [opaque(directoryOf(command, folder), '`tar` unpacks an archive into it')];
  }
  const made = hasOption(parsed, /^-[a-zA-Z]*c|^--create$/) ? optionValue(parsed, /^-[a-zA-Z]*f$|^--file$/) : undefined;
  return made === undefined || isNothing(made) ? [] : [write(at(command, made))];
}

/** `tar -xzC /opt`: the directory follows a bundle that ends with C. */
function directoryInBundle(args: readonly ShellWord[]): ShellWord | undefined {
  const index = args.findIndex((word) => /^-[a-zA-Z]+C$/.test(textOf(word) ?? ''));
  return index < 0 ? undefined : args[index + 1];
}

function unzip(command: ShellCommand, name: string, args: readonly ShellWord[]): readonly FileChange[] {
  const parsed = splitArguments(args, /^-[dxP]$/);
  if (name !== 'unzip') {
    const given = parsed.options.find((option) => option.name.startsWith('-o'))?.name.slice(2);
    const path = given === undefined ? command.cwd : resolvePath(command.cwd, known(given));
    return /^[xe]$/.test(textOf(parsed.operands[0]) ?? '')
      ? [opaque(path.known ? path.value : 'anywhere', `\`${name}\` unpacks an archive into it`)]
      : [];
  }
  const listing = hasOption(parsed, /^-[a-zA-Z]*[lptvZ]/);
  return listing
    ? []
    : [opaque(directoryOf(command, optionValue(parsed, /^-d$/)), '`unzip` unpacks an archive into it')];
}

const GIT_VALUED =
  /^-[bcoCju]$|^--(?:branch|depth|config|origin|reference|jobs|template|separate-git-dir|shallow-since|filter|git-dir|work-tree|revision)$/;

function checkout(command: ShellCommand, name: string, args: readonly ShellWord[]): readonly FileChange[] {
  const parsed = splitArguments(args, GIT_VALUED);
  const [verb, url, target] = parsed.operands;
  const folder = optionValue(parsed, /^-C$/);
  const cwd = folder === undefined ? command.cwd : at(command, folder);
  const action = textOf(verb) ?? '';
  if (/^(?:clone|checkout|co|export)$/.test(action) && (name !== 'git' || action === 'clone')) {
    const own = url === undefined ? undefined : nameFromUrl(url);
    const derived =
      own?.known === true
        ? inside(cwd, own.value.replace(/\.git$/, '').replace(/^.*:/s, ''))
        : unknown('its name is not known');
    const path = target === undefined ? derived : resolvePath(cwd, target.value);
    return [opaque(path.known ? path.value : cwd.known ? cwd.value : 'anywhere', `\`${name} ${action}\` fills it`)];
  }
  return /^(?:checkout|pull|reset|submodule|lfs|apply|am|merge|restore|stash|switch|update|init)$/.test(action)
    ? [opaque(cwd.known ? cwd.value : 'anywhere', `\`${name} ${action}\` changes files in it`)]
    : [];
}

function cloud(command: ShellCommand, name: string, args: readonly ShellWord[]): readonly FileChange[] {
  const parsed = splitArguments(
    args,
    /^--(?:region|profile|exclude|include|endpoint-url|query|output|acl|request-payer|bucket|key|domain|domain-owner|repository|tool)$|^-[omh]$/,
  );
  const verbs = parsed.operands.map(textOf);
  const at0 = verbs.findIndex((verb) => verb !== undefined && /^(?:cp|sync|mv|rsync|get-object|copy)$/.test(verb));
  if (at0 < 0) {
    return [];
  }
  const target = parsed.operands.at(-1);
  const text = textOf(target);
  if (
    target === undefined ||
    at0 === verbs.length - 1 ||
    (text !== undefined && /^(?:[a-z0-9]+:\/\/|-$|https?:)/.test(text))
  ) {
    return [];
  }
  const why = `\`${name}\` copies files into it`;
  const folder =
    verbs[at0] === 'sync' ||
    verbs[at0] === 'rsync' ||
    hasOption(parsed, /^--recursive$|^-r$/) ||
    /(?:^|\/)\.{0,2}$/.test(text ?? '');
  return [folder || text === undefined ? opaque(directoryOf(command, target), why) : write(at(command, target))];
}

function folderOption(
  command: ShellCommand,
  name: string,
  args: readonly ShellWord[],
  names: RegExp,
): readonly FileChange[] {
  const parsed: Arguments = splitArguments(
    args,
    /^--(?:local-dir|cache-dir|revision|token|include|exclude|repo-type)$/,
  );
  const folder = optionValue(parsed, names);
  return folder === undefined ? [] : [opaque(directoryOf(command, folder), `\`${name}\` downloads into it`)];
}
