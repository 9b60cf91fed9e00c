import { listTests } from './catalogue';
import type { Selection } from './selection';
import type { ConformanceResult, ConformanceRole } from './types';

const ALL = listTests(['training', 'inference']);

/** Gathers results, and tells each as soon as it is certain that its role counts. */
export class Results {
  private readonly found = new Map<string, ConformanceResult>();
  private readonly told = new Set<string>();
  private readonly tried = new Map<ConformanceRole, boolean>();

  constructor(
    private readonly guess: boolean,
    private readonly selection: Selection,
    private readonly tell: (result: ConformanceResult) => void = () => undefined,
  ) {}

  /** `answered`: the image did what it was started for in this role, rightly or wrongly. */
  add(role: ConformanceRole | undefined, results: readonly ConformanceResult[], answered?: boolean): void {
    if (role !== undefined && answered !== undefined) this.tried.set(role, answered);
    for (const result of results) if (!this.found.has(result.id)) this.found.set(result.id, result);
    if (role === undefined || !this.guess || this.tried.get(role) === true) this.tellAll(results);
  }

  /** In the order of the catalogue. A role that was guessed and is not played is not held against it when it plays another. */
  all(): readonly ConformanceResult[] {
    const plays = [...this.tried.values()].includes(true);
    const all = ALL.flatMap(({ id, role }) => {
      const result = this.found.get(id);
      if (result === undefined || !this.selection.wants(result.id)) return [];
      const answered = role === undefined || this.tried.get(role) === true;
      return [answered || !this.guess || !plays ? result : notPlayed(result)];
    });
    this.tellAll(all);
    return all;
  }

  private tellAll(results: readonly ConformanceResult[]): void {
    for (const result of results) {
      if (this.told.has(result.id) || !this.selection.wants(result.id)) continue;
      this.told.add(result.id);
      this.tell(result);
    }
  }
}

function notPlayed({ remedy: _, ...result }: ConformanceResult): ConformanceResult {
  return { ...result, outcome: 'skipped', evidence: ['The image does not play this role, as far as can be seen.'] };
}
