import type { Instruction } from '../../dockerfile/types';
import type { Subject } from '../../subject';
import type { InstalledPackage } from '../../shell/types';
import { surelyLacks } from './build-knowledge';

/** A RUN line that installs packages of the base's system; undefined where the system, or its package manager, is not known. */
export function installLine(
  subject: Subject,
  names: { readonly apt: readonly string[]; readonly apk: readonly string[]; readonly yum: readonly string[] },
): string | undefined {
  const { row } = subject.stage.base;
  if (!row || row.kind === 'distroless' || row.id.includes('minimal')) return undefined;
  switch (row.os) {
    case 'debian':
    case 'ubuntu':
      return `RUN apt-get update && apt-get install -y --no-install-recommends ${names.apt.join(' ')} && rm -rf /var/lib/apt/lists/*`;
    case 'alpine':
      return `RUN apk add --no-cache ${names.apk.join(' ')}`;
    case 'amazon':
    case 'rhel':
      return `RUN yum install -y ${names.yum.join(' ')}`;
    case 'none':
    case 'unknown':
      return undefined;
  }
}

/** Packages that are a compiler, depend on one, or are recommended together with one. */
const BRINGS_COMPILER =
  /gcc|g\+\+|clang|build-essential|build-base|gfortran|development|cmake|libtool|cython|dpkg-dev|^npm$|python\d*-pip|r-base|^cargo$|^rust|^golang|devtoolset|alpine-sdk|toolchain|mpi/;

/** True only when nothing that compiles C is there when the package is installed. */
export function lacksCompiler(subject: Subject, before?: InstalledPackage): boolean {
  if (surelyLacks(subject, 'gcc', BRINGS_COMPILER, before)) return true;
  return surelyLacks(subject, 'gcc', WITHOUT_PIP, before) && pipWithoutRecommended(subject);
}

const WITHOUT_PIP = new RegExp(BRINGS_COMPILER.source.replace('python\\d*-pip|', ''));

/** `python3-pip` recommends `build-essential`; with `--no-install-recommends` that stays away. */
function pipWithoutRecommended(subject: Subject): boolean {
  const pips = subject.packages.filter((it) => it.manager === 'apt' && /^python\d*-pip$/.test(it.name));
  return pips.length > 0 && pips.every((it) => it.instruction.argumentsText.includes('--no-install-recommends'));
}

/** A RUN line that installs a C compiler and Python's headers. */
export function compilerLine(subject: Subject): string | undefined {
  const bringsHeaders = subject.stage.base.row?.kind === 'language';
  return installLine(subject, {
    apt: ['gcc', 'libc6-dev', ...(bringsHeaders ? [] : ['python3-dev'])],
    apk: ['gcc', 'musl-dev', ...(bringsHeaders ? [] : ['python3-dev'])],
    yum: ['gcc', 'python3-devel'],
  });
}

/** Is the build still root at that instruction? */
export function isRootAt(subject: Subject, instruction: Instruction): boolean {
  const { value } = subject.stage.configAt(instruction).user;
  return value.known && (value.value === undefined || /^(?:root|0)(?::|$)/.test(value.value));
}
