import type { PartKind, PartPage } from '../../../engine/src/aws/hosting-parts';

/** Models and endpoint configurations of a connection: at AWS they stay when their endpoint is deleted. */
export interface PartsSource {
  /** One page, newest first. */
  list(kind: PartKind, token: string | undefined, signal: AbortSignal): Promise<PartPage>;
  /** All that AWS tells of it. */
  describe(kind: PartKind, name: string): Promise<object>;
  delete(kind: PartKind, name: string): Promise<void>;
}
