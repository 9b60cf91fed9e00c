import { saveArchive, saveFolder } from './artefacts';
import type { ContinuousCopy } from './continuous';
import type { HostEnd, RunningHost } from './hosts';
import type { JobRun } from './job-types';
import type { JobStatus, State } from './state';

/** What has to be copied while the job runs, from where to where. */
export function continuousOf(
  { plan, type, folder, bench }: JobRun,
  hosts: readonly RunningHost[],
): readonly ContinuousCopy[] {
  const containers = hosts.map(({ container }) => container.id);
  return plan.artefacts
    .filter(({ continuous }) => continuous === true)
    .map((artefact) => ({
      source: { engine: bench.engine, containers, path: artefact.from },
      folder: type.artefactPath(artefact, folder),
    }));
}

/** Brings what the job left to where it belongs; answers where everything is. */
export async function saveArtefacts(
  run: JobRun,
  ends: readonly HostEnd[],
  status: JobStatus,
): Promise<Pick<State, 'artefacts' | 'uploads'>> {
  const artefacts: Record<string, string> = {};
  const uploads: Record<string, string> = {};
  const containers = ends.map(({ id }) => id);
  for (const artefact of run.plan.artefacts) {
    if (!run.type.keeps(artefact, status)) continue;
    const path = run.type.artefactPath(artefact, run.folder);
    const source = { engine: run.bench.engine, containers, path: artefact.from };
    await (artefact.compress ? saveArchive(source, path) : saveFolder(source, path));
    artefacts[artefact.name] = path;
    const inFolder = artefact.to.endsWith('/') && artefact.inPlace !== true;
    uploads[inFolder ? `${artefact.to}${artefact.name}` : artefact.to] = path;
  }
  return { artefacts, uploads };
}
