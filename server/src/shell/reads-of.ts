import { textOf } from './options';
import { program } from './program';
import type { ShellCommand, ShellWord } from './types';

/** Programs that never look into a file: they change its mode or owner, make, remove or print. */
const BLIND =
  /^(?::|true|false|echo|printf|export|unset|set|cd|mkdir|rmdir|rm|chmod|chown|chgrp|touch|useradd|groupadd|usermod|adduser|addgroup|umask|id|whoami|date|uname|sleep|ldconfig)$/;
const SYSTEM_PACKAGES = /^(?:apt|apt-get|apk|yum|dnf|microdnf|tdnf|zypper)$/;
const PIP = /^pip[\d.]*$/;
/** Of pip: options without a file of ours, whose value may look like one. */
const VALUED =
  /^(?:-i|-t|--(?:index-url|extra-index-url|target|prefix|root|cache-dir|trusted-host|timeout|retries|progress-bar|no-binary|only-binary|platform|python-version|upgrade-strategy|proxy|root-user-action))$/;

/**
 * The files that a command reads, as they are written; undefined: it may read any. For those who have to be sure that a
 * file has no part in what the command leaves behind.
 */
export function readsOf(command: ShellCommand): readonly string[] | undefined {
  if (command.stdin !== undefined || command.redirects.some(({ operator }) => !/^\d?&?>/.test(operator)))
    return undefined;
  const values = [...command.words, ...command.redirects.map(({ target }) => target)];
  if (values.some(({ raw }) => /`|\$\(|<\(/.test(raw)) || command.assignments.some(({ value }) => !value.known)) {
    return undefined;
  }
  if (command.words.length === 0) return [];
  const { name, word, args } = program(command);
  if (name === undefined || word?.raw.includes('$') === true) return undefined;
  if (BLIND.test(name)) return [];
  if (name === 'ln') return args.some((arg) => /^-\w*s/.test(textOf(arg) ?? '')) ? [] : undefined;
  if (SYSTEM_PACKAGES.test(name)) return namesNoFile(args) ? [] : undefined;
  if (PIP.test(name)) return pipReads(args);
  if (/^python[\d.]*$/.test(name) && textOf(args[0]) === '-m' && textOf(args[1]) === 'pip') {
    return pipReads(args.slice(2));
  }
  return undefined;
}

function namesNoFile(args: readonly ShellWord[]): boolean {
  return args.every((arg) => {
    const text = fixedText(arg);
    return text?.startsWith('-') === true || (text !== undefined && !/[/*?[]|\.(?:deb|rpm|apk)$/.test(text));
  });
}

/** Requirement and constraint files; undefined: it installs something of this machine, or who knows what. */
function pipReads(args: readonly ShellWord[]): readonly string[] | undefined {
  const reads: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const text = fixedText(args[at]);
    if (text === undefined) return undefined;
    const joined = /^(?:--(?:requirement|constraint)=|-[rc](?==?.))=?(.+)$/.exec(text)?.[1];
    if (joined !== undefined) reads.push(joined);
    else if (/^(?:-[rc]|--requirement|--constraint)$/.test(text)) {
      at += 1;
      const file = fixedText(args[at]);
      if (file === undefined) return undefined;
      reads.push(file);
    } else if (VALUED.test(text)) at += 1;
    else if (isOfThisMachine(text)) return undefined;
  }
  return reads.some((file) => file.includes('://')) ? undefined : reads;
}

/** A folder, a wheel, an option that names one. */
function isOfThisMachine(text: string): boolean {
  if (text.startsWith('-'))
    return /^-[ef]|^--(?:editable|find-links|config|build-constraint|src|cert|log|report)/.test(text);
  return /[/\\*?]|^\.|\.(?:whl|zip|tar\.\w+|tgz)$/.test(text);
}

/** Whether a line of a requirements file leads to other files. */
export function leadsOn(requirements: string): boolean {
  return requirements
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .some((line) => /^-(?:[recf]\b|-(?:requirement|editable|constraint|find-links))/.test(line) || namesFile(line));
}

function namesFile(line: string): boolean {
  return !line.startsWith('-') && (/^[./]|file:|\.(?:whl|zip|tar\.\w+|tgz)\b/.test(line) || /^[^;@#]*[/\\]/.test(line));
}

/** The text of a word that no variable has a part in. */
function fixedText(word: ShellWord | undefined): string | undefined {
  return word?.raw.includes('$') === true ? undefined : textOf(word);
}
