/** What `pip install` is given for one package. */
export interface PipSpec {
  /** Normalised; empty when it can't be told. */
  readonly name: string;
  readonly version: string;
  readonly local: boolean;
}

/** Lower case with `_` and `.` as `-`. */
export function normalizePipName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

const ARCHIVE = /\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)$/i;

/** `sagemaker_training[mpi]>=4 ; python_version<"3.9"`, `git+https://…`, `./dist/x-1.0.whl`, `.`; undefined when it is none. */
export function parsePipSpec(text: string): PipSpec | undefined {
  const spec = text.trim().slice(0, 2000);
  const direct = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*@\s*(.+)$/s.exec(spec);
  if (direct?.[1] !== undefined) {
    return { name: normalizePipName(direct[1]), version: '', local: true };
  }
  if (/^(?:git|hg|svn|bzr)\+/.test(spec) || /^[a-z][a-z0-9+.-]*:\/\//i.test(spec)) {
    return { name: urlName(spec), version: '', local: true };
  }
  const path = spec.replace(/\s*;.*$/s, '').replace(/\[[^\]*?]*\]$/, '');
  if (/^[./~]/.test(path) || path.includes('/') || ARCHIVE.test(path)) {
    return { name: fileName(path), version: '', local: true };
  }
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*\(?((?:[<>=!~]=?=?[^;#]*)?)/.exec(
    spec,
  );
  if (match?.[1] === undefined || !/^\s*(?:[;)#]|$)/.test(spec.slice(match[0].length))) {
    return undefined;
  }
  return { name: normalizePipName(match[1]), version: (match[2] ?? '').replace(/[\s)]/g, ''), local: false };
}

function urlName(url: string): string {
  const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(url)?.[1];
  if (egg !== undefined) {
    return normalizePipName(egg);
  }
  const path = url.replace(/[?#].*$/s, '').replace(/(?<=[^/:])@[^/]*$/, '');
  const archived = /\/([^/]+)\/(?:archive|tarball|zipball)\//.exec(path)?.[1];
  return archived !== undefined ? normalizePipName(archived) : fileName(path.replace(/\.git$/, ''));
}

/** The project a wheel, an archive or a folder most likely holds. */
function fileName(path: string): string {
  const base = path.replace(/\/+$/, '').replace(/^.*\//s, '');
  if (/^\.*$/.test(base) || base.startsWith('~')) {
    return '';
  }
  const stem = base.replace(ARCHIVE, '');
  const name = /\.whl$/i.test(base)
    ? stem.replace(/-.*$/s, '')
    : stem === base
      ? base
      : stem.replace(/-v?[\d*?].*$/s, '');
  const clean = name.replace(/[*?[].*$/s, '').replace(/[-_.]+$/, '');
  return normalizePipName(clean);
}
