import type { Tag } from '@aws-sdk/client-sagemaker';
import type { Event } from 'vscode';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import type { PlacedOverlay } from '../../../engine/src/local/planner';
import type { Change, Kind, SageMaker } from '../../../engine/src/sagemaker';
import type { Row } from '../../../engine/src/session/by-kind';
import type { ErrorAction } from '../show-error';
import type { PartsSource } from './parts-source';
import type { TuningSource } from './tuning-source';

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
  /** Builds that a run needed: this machine alone builds. */
  readonly onDidBuild?: Event<BuildNews>;
  /** Whether a build is one that this job or endpoint, which this window created, needs. */
  isBuildOf?(kind: Kind, name: string, news: BuildNews): boolean;
  /** Paths of the Dockerfiles that the images of this job or endpoint are built of; none where that is not known. */
  dockerfilesOf?(kind: Kind, name: string): readonly string[];
  /** The overlay that this window ran it with, on this machine. */
  overlayOf?(kind: Kind, name: string): PlacedOverlay | undefined;
  /** Behind the label: whose it is. Undefined: nothing is known, or there is nothing to say. */
  readonly description?: string | undefined;
  /** Who is signed in and until when, as Markdown. */
  readonly tooltip?: string | undefined;
  /** Something that keeps it from running anything now, though its lists can be read. */
  readonly problem?: ConnectionProblem | undefined;
  /** Fires when the description, the tooltip, the problem or a note has changed. */
  readonly onDidChangeState?: Event<void>;
  /** What an image of a job or endpoint is by now, `sha256:…`; undefined: it is not known. */
  imageDigest?(kind: Kind, name: string, image: string): Promise<string | undefined>;
  /** The tags of what has this ARN; none where there are no tags, or they may not be seen. */
  tags?(arn: string): Promise<readonly Tag[]>;
  /** Its hyperparameter tuning jobs; undefined: there are none of that kind. */
  readonly tuning?: TuningSource;
  /** Its models and endpoint configurations; undefined: they are not kept there. */
  readonly parts?: PartsSource;
  /** What is known of a row beyond its list: asking begins looking, and `onDidChangeState` says when there is more. */
  note?(row: Row): RowNote | undefined;
}

/** What is wrong and what can be done, first of all the first action. */
export interface ConnectionProblem {
  /** In three or four words: views are narrow. */
  readonly headline: string;
  readonly message: string;
  readonly remedy: string;
  readonly actions: readonly ErrorAction[];
}

/** A build that a run needed. */
export interface BuildNews {
  readonly image: string;
  readonly event: BuildEvent;
  /** Its path. */
  readonly dockerfile: string | undefined;
}

/** What stands behind a row in addition. */
export interface RowNote {
  /** `$0.23/h`. */
  readonly text: string;
  /** Something costs money to no end: why. */
  readonly warning: string | undefined;
}

/** A job or endpoint. */
export interface Ref {
  readonly connection: Connection;
  readonly kind: Kind;
  readonly name: string;
}
