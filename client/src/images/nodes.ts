import type { EcrImageRow, RepositoryRow } from '../../../engine/src/aws/ecr-list';
import type { NamedImage } from '../../../engine/src/local/named-images';
import type { AwsConnection } from '../aws/aws-connection';
import type { Connection } from '../connections/connection';
import { member } from '../member';
import type { TreeNode } from '../views/nodes';
import type { KnownImage } from './known-images';

/** What the Images view is made of: connections, below them images of this machine, or repositories with theirs. */
export type ImagesNode = TreeNode | LocalImageNode | RepositoryNode | EcrImageNode;

export interface LocalImageNode {
  readonly type: 'local-image';
  /** Its name, as commands take it. */
  readonly image: string;
  readonly row: NamedImage;
  readonly known: KnownImage;
}

export interface RepositoryNode {
  readonly type: 'repository';
  readonly connection: AwsConnection;
  readonly row: RepositoryRow;
}

export interface EcrImageNode {
  readonly type: 'ecr-image';
  readonly connection: AwsConnection;
  /** `host/repository:tag`, or its digest when it has no tag: as commands take it. */
  readonly image: string;
  /** `host/repository@sha256:…` */
  readonly digestUri: string;
  readonly row: EcrImageRow;
}

/** Whether it has repositories of ECR. */
export function isAws(connection: Connection): connection is AwsConnection {
  return connection.kind === 'aws';
}

export function isLocalImage(node: unknown): node is LocalImageNode {
  return member(node, 'type') === 'local-image';
}

export function isRepository(node: unknown): node is RepositoryNode {
  return member(node, 'type') === 'repository';
}

export function isEcrImage(node: unknown): node is EcrImageNode {
  return member(node, 'type') === 'ecr-image';
}
