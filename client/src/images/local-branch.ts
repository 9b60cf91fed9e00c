import type { NamedImages } from '../../../engine/src/local/named-images';
import { dockerfilesOfWorkspace } from '../builds/choose-dockerfile';
import { tagOf } from '../builds/image-tag';
import type { LocalConnection } from '../connections/local-connection';
import { loadEngine } from '../engine/load-engine';
import type { MoreNode } from '../views/nodes';
import { Reads } from '../views/reads';
import { knownImage } from './known-images';
import type { OwnDockerfile } from './known-images';
import type { LocalImageNode } from './nodes';
import type { ContractResults } from '../testing/results-tally';

/** Images that are shown at a time: each is looked at by itself. */
const SHOWN = 100;

/** Images of this machine that people named, newest first. */
export class LocalBranch {
  private most = SHOWN;
  private read: NamedImages | undefined;
  private readonly reads = new Reads<'local'>();

  constructor(
    private readonly local: Pick<LocalConnection, 'engine'>,
    private readonly resultsOf: (dockerfile: string) => ContractResults | undefined,
    private readonly changed: () => void,
  ) {}

  /** They are read again when they are next asked for, as many as are shown. */
  clear(): void {
    this.read = undefined;
  }

  abort(): void {
    this.reads.abortAll();
  }

  takeCut(): boolean {
    return this.reads.takeCut('local');
  }

  async children(): Promise<readonly (LocalImageNode | MoreNode)[]> {
    const { images, more } = this.read ?? (await this.list());
    if (images.length === 0) return [];
    const own = await ownDockerfiles();
    const nodes = images.map((row): LocalImageNode => {
      return { type: 'local-image', image: row.tag, row, known: knownImage(row, own, this.resultsOf) };
    });
    return more ? [...nodes, { type: 'more', load: () => this.loadMore() }] : nodes;
  }

  private async list(): Promise<NamedImages> {
    const { listNamed } = await loadEngine();
    const read = await this.reads.during('local', async (signal) =>
      listNamed(await this.local.engine(), this.most, signal),
    );
    this.read = read;
    return read;
  }

  private loadMore(): Promise<void> {
    this.most += SHOWN;
    this.read = undefined;
    this.changed();
    return Promise.resolve();
  }
}

/** Dockerfiles of the workspace with the names that Build Image gives. */
async function ownDockerfiles(): Promise<readonly OwnDockerfile[]> {
  const { containerSettings } = await loadEngine();
  const found = await dockerfilesOfWorkspace();
  return found.map(({ fsPath }) => ({ dockerfile: fsPath, tag: containerSettings(fsPath).image ?? tagOf(fsPath) }));
}
