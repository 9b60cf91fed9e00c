import type { Event } from 'vscode';
import type { Change, Kind, SageMaker } from '../../../engine/src/sagemaker';

/** One place where jobs and endpoints are: this machine, or a profile and region at AWS. */
export interface Connection {
  /** `local`, or `aws:<profile>:<region>`. */
  readonly id: string;
  readonly kind: 'local' | 'aws';
  /** As the views show it. */
  readonly label: string;
  /** Opens the connection when it is first asked for. Rejects with a UserError that says what is wrong. */
  sagemaker(): Promise<SageMaker>;
  /** Changes of jobs and endpoints; they are followed only while somebody listens. */
  readonly onDidChange: Event<Change>;
}

/** A job or endpoint. */
export interface Ref {
  readonly connection: Connection;
  readonly kind: Kind;
  readonly name: string;
}
