import type { HostingParts } from '../../../engine/src/aws/hosting-parts';
import type { TuningJobs } from '../../../engine/src/aws/tuning-jobs';
import type { PartsSource } from '../connections/parts-source';
import type { TuningSource } from '../connections/tuning-source';

/** The most that AWS gives at a time. */
const PAGE = 100;

/** Tuning jobs, a page at a time. `open`: asked for each time, since who is signed out can sign in meanwhile. */
export function tuningSource(open: () => Promise<TuningJobs>): TuningSource {
  return {
    list: async (NextToken, signal) => (await open()).list({ NextToken, MaxResults: PAGE }, signal),
    trainingJobs: async (name, NextToken, signal) =>
      (await open()).trainingJobs(name, { NextToken, MaxResults: PAGE }, signal),
    describe: async (name) => (await open()).describe(name),
    stop: async (name) => {
      await (await open()).stop(name);
    },
  };
}

/** Models and endpoint configurations, likewise. */
export function partsSource(open: () => Promise<HostingParts>): PartsSource {
  return {
    list: async (kind, NextToken, signal) => (await open()).list(kind, { NextToken, MaxResults: PAGE }, signal),
    describe: async (kind, name) => (await open()).describe(kind, name),
    delete: async (kind, name) => (await open()).delete(kind, name),
  };
}
