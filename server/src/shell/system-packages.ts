import { optionValue, hasOption, splitArguments, textOf } from './options';
import { baseName } from './paths';
import type { InstalledPackage, PackageManager, ShellCommand, ShellWord } from './types';

interface Manager {
  readonly manager: PackageManager;
  readonly install: RegExp;
  readonly valued: RegExp;
  readonly spec: (text: string) => { name: string; version: string } | undefined;
}

const APT: Manager = {
  manager: 'apt',
  install: /^(?:install|reinstall|satisfy)$/,
  valued: /^-[otcaP]$|^--(?:option|target-release|default-release|config-file|host-architecture)$/,
  spec: aptSpec,
};
const APK: Manager = {
  manager: 'apk',
  install: /^add$/,
  valued: /^-[tXp]$|^--(?:virtual|repository|root|arch|keys-dir|repositories-file|cache-dir|wait)$/,
  spec: apkSpec,
};
const YUM: Manager = {
  manager: 'yum',
  install: /^(?:install|localinstall|reinstall|in)$/,
  valued: /^-[cdexr]$|^--(?:config|enablerepo|disablerepo|exclude|releasever|installroot|setopt|repo|from)$/,
  spec: yumSpec,
};
const EXTRAS: Manager = {
  ...YUM,
  install: /^(?:install|enable)$/,
  spec: (text) => ({ name: text.replace(/[\d.]+$/, ''), version: /[\d.]+$/.exec(text)?.[0] ?? '' }),
};
const NPM: Manager = {
  manager: 'npm',
  install: /^(?:install|i|add)$/,
  valued: /^--(?:prefix|registry|loglevel|cache|network-timeout)$/,
  spec: npmSpec,
};

const MANAGERS: Readonly<Record<string, Manager>> = {
  apt: APT,
  'apt-get': APT,
  aptitude: APT,
  'apt-fast': APT,
  eatmydata: APT,
  apk: APK,
  yum: YUM,
  dnf: YUM,
  microdnf: YUM,
  tdnf: YUM,
  zypper: YUM,
  'amazon-linux-extras': EXTRAS,
};

/** What the system's package manager (`apt-get`, `apk`, `yum`, …) installs; undefined when the program is none. */
export function systemInstalled(
  command: ShellCommand,
  name: string,
  args: readonly ShellWord[],
): readonly InstalledPackage[] | undefined {
  if (name === 'dpkg' || name === 'rpm') {
    return localFiles(command, name === 'dpkg' ? 'apt' : 'yum', args);
  }
  const manager = Object.hasOwn(MANAGERS, name) ? MANAGERS[name] : undefined;
  return manager === undefined ? undefined : installed(command, manager, args);
}

function installed(command: ShellCommand, manager: Manager, args: readonly ShellWord[]): readonly InstalledPackage[] {
  const { operands } = splitArguments(args, manager.valued);
  const at = operands.findIndex((word) => manager.install.test(textOf(word) ?? ''));
  return at !== 0
    ? []
    : operands.slice(1).flatMap((word) => {
        const text = textOf(word);
        const local = text !== undefined && /^(?:[./~]|[a-z]+:\/\/)|\.(?:deb|rpm|apk)$/.test(text);
        const spec =
          text === undefined ? undefined : local ? { name: archiveName(text), version: '' } : manager.spec(text);
        return spec === undefined || (spec.name === '' && !local)
          ? []
          : [pack(command, manager.manager, word, spec, local)];
      });
}

function pack(
  command: ShellCommand,
  manager: PackageManager,
  word: ShellWord,
  { name, version }: { name: string; version: string },
  local: boolean,
): InstalledPackage {
  return { manager, name, version, local, instruction: command.instruction, range: word.range, listedIn: undefined };
}

function localFiles(
  command: ShellCommand,
  manager: PackageManager,
  args: readonly ShellWord[],
): readonly InstalledPackage[] {
  const { operands, options } = splitArguments(args, /^$/);
  const installs = options.some(({ name }) => /^-[a-zA-Z]*[iU]|^--(?:install|upgrade)$/.test(name));
  return installs
    ? operands.flatMap((word) => {
        const text = textOf(word);
        return text === undefined ? [] : [pack(command, manager, word, { name: archiveName(text), version: '' }, true)];
      })
    : [];
}

function archiveName(path: string): string {
  return baseName(path.replace(/[?#].*$/s, ''))
    .replace(/\.(?:deb|rpm|apk)$/, '')
    .replace(/[_-][\d*?].*$/s, '')
    .toLowerCase();
}

function aptSpec(text: string): { name: string; version: string } | undefined {
  const match = /^([a-z0-9][a-z0-9+.*-]*?)(?::[a-z0-9-]+)?((?:=.*)?)(?:\/[\w.-]+)?$/i.exec(text.slice(0, 300));
  const name = match?.[1] ?? '';
  // A trailing dash removes the package.
  return match === null || (name.endsWith('-') && !name.endsWith('--')) ? undefined : { name, version: match[2] ?? '' };
}

function apkSpec(text: string): { name: string; version: string } | undefined {
  const match = /^([A-Za-z0-9_][\w.+:-]*?)(?:@\w+)?((?:[<>=~].*)?)$/.exec(text.slice(0, 300));
  return match?.[1] === undefined ? undefined : { name: match[1], version: match[2] ?? '' };
}

function yumSpec(text: string): { name: string; version: string } | undefined {
  return /^[A-Za-z0-9_][\w.+*-]*$/.test(text)
    ? { name: text.replace(/\.(?:x86_64|aarch64|i686|noarch)$/, ''), version: '' }
    : undefined;
}

function npmSpec(text: string): { name: string; version: string } | undefined {
  const match = /^((?:@[\w.-]+\/)?[\w.-]+)(?:@(.+))?$/.exec(text.slice(0, 300));
  return match?.[1] === undefined
    ? undefined
    : { name: match[1], version: match[2] === undefined ? '' : `@${match[2]}` };
}

/** Global packages of npm, yarn and pnpm; local ones put nothing on PATH. */
export function npmInstalled(
  command: ShellCommand,
  name: string,
  args: readonly ShellWord[],
): readonly InstalledPackage[] {
  const parsed = splitArguments(args, NPM.valued);
  const location = textOf(optionValue(parsed, /^--location$/));
  const yarn = name === 'yarn' && textOf(parsed.operands[0]) === 'global';
  if (!yarn && !hasOption(parsed, /^(?:-g|--global)$/) && location !== 'global') {
    return [];
  }
  return installed(command, NPM, yarn ? parsed.operands.slice(1) : parsed.operands);
}
