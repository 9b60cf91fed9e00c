import type { ProjectFile } from '../project/types';
import type { Finding } from './finding';
import type { Directives, Ignore } from './directives';

export interface Suppression {
  /** Findings that stay. */
  readonly kept: readonly Finding[];
  /** Ignores of the file that suppressed nothing. */
  readonly unused: readonly Ignore[];
}

/** Takes out what the Dockerfile's comments and the project file say to ignore. */
export function suppress(
  findings: readonly Finding[],
  directives: Directives,
  project: ProjectFile | undefined,
  path: string,
): Suppression {
  const used = new Set<Ignore>();
  const kept = findings.filter((finding) => {
    const hit = directives.ignores.filter((it) => it.rule === finding.rule && covers(it, finding));
    for (const it of hit) used.add(it);
    if (hit.length > 0) return false;
    return !project?.ignores.some(
      (it) => it.rule === finding.rule && (it.dockerfile === undefined || it.dockerfile === path),
    );
  });
  return { kept, unused: directives.ignores.filter((it) => !used.has(it)) };
}

function covers(ignore: Ignore, finding: Finding): boolean {
  if (ignore.scope === 'file') return true;
  const range = ignore.instruction?.range;
  return (
    range !== undefined && finding.range.start.line >= range.start.line && finding.range.start.line <= range.end.line
  );
}
