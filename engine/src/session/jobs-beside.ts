import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RequestKind } from '../requests/types';
import { jobOf, planOf } from './job';
import type { Job } from './job';
import { readRequestFile } from './read-request-file';

/** A request document as a job. */
export interface JobFile {
  readonly path: string;
  readonly job: Job;
}

/**
 * The request documents of a kind beside a Dockerfile (absolute path) whose overlay builds it, in the order of their
 * names. Documents with errors are left out.
 */
export function jobsBeside(dockerfile: string, kind: RequestKind): readonly JobFile[] {
  const folder = dirname(dockerfile);
  return readdirSync(folder)
    .filter((name) => name === `${kind}.json` || name.endsWith(`.${kind}.json`))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const { document, overlay, folder: base } = readRequestFile(path);
      if (document?.kind !== kind) return [];
      const job = jobOf(document, overlay, base);
      const build = planOf(job).images[0]?.build;
      return build !== undefined && resolve(base, build.dockerfile) === dockerfile ? [{ path, job }] : [];
    });
}
