import type { Kind } from '../../sagemaker';
import { asked } from '../asked';
import type { AwsConnection } from '../connection';
import type { Watch } from '../watch';

/** What every call of one connection needs. */
export class Calls {
  constructor(
    private readonly connection: AwsConnection,
    private readonly watch: Watch,
  ) {}

  get sagemaker() {
    return this.connection.clients.sagemaker();
  }

  /** The answer without the SDK's metadata. With the signal of a list, an abort stays an abort. */
  async asked<T extends { readonly $metadata: unknown }>(
    sent: Promise<T>,
    signal?: AbortSignal,
  ): Promise<Omit<T, '$metadata'>> {
    const { $metadata: _, ...answer } = await asked(this.connection.name, sent, signal);
    return answer;
  }

  /** A status was seen; undefined: it is not there any more. `created`: it was not there before. */
  seen(kind: Kind, name: string | undefined, status: string | undefined, created = false): void {
    this.watch.note(kind, name ?? '', status, created);
  }
}

/** Lists come newest first, unless the query says otherwise. */
export const NEWEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;
