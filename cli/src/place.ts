import type { AwsConnection } from '../../engine/src/aws/connection';
import type { AwsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { SageMaker } from '../../engine/src/sagemaker';
import type { Row } from '../../engine/src/session/by-kind';
import type { LocalSession } from '../../engine/src/session/open-local';
import { connect, loadAws, namesAws } from './aws';
import type { Aws } from './aws';
import { confirm } from './confirm';
import { loadEngine } from './engine';
import { findAtAws } from './find-at-aws';
import { findByName } from './kinds';
import { openLocal } from './open-local';
import { progressOn } from './progress';
import type { Options } from './read-options';
import type { Terminal } from './terminal';

/** Where the jobs and endpoints are that a command is about. */
export type Place = LocalPlace | AwsPlace;

interface PlaceOf<S extends SageMaker> {
  readonly sagemaker: S;
  /** What a name stands for: `name`, or `training-job/name` where several have it. */
  find(name: string): Promise<Row>;
  close(): Promise<void>;
}

/** This machine. */
export interface LocalPlace extends PlaceOf<LocalSession['sagemaker']> {
  readonly at: 'here';
  readonly local: LocalSession;
}

/** An account and region at AWS. */
export interface AwsPlace extends PlaceOf<AwsSageMaker> {
  readonly at: 'aws';
  readonly aws: Aws;
  readonly connection: AwsConnection;
}

/** AWS when --profile or --region is given, else this machine. The caller closes it. */
export async function openPlace(options: Options, terminal: Terminal): Promise<Place> {
  if (!namesAws(options)) {
    const local = await openLocal(await loadEngine(), undefined, progressOn(terminal), terminal);
    const { sagemaker } = local;
    return { at: 'here', local, sagemaker, find: (name) => findByName(sagemaker, name), close: () => local.close() };
  }
  const aws = await loadAws();
  const connection = await connect(aws, options, terminal);
  const sagemaker = new aws.AwsSageMaker(connection);
  return {
    at: 'aws',
    aws,
    connection,
    sagemaker,
    find: (name) => findAtAws(sagemaker, name),
    close: () => {
      connection.close();
      return Promise.resolve();
    },
  };
}

/** Asks whether something is to be done at AWS, with the account and region; on this machine nobody is asked. */
export async function mayChange(what: string, place: Place, options: Options, terminal: Terminal): Promise<boolean> {
  if (place.at === 'here') return true;
  const { account } = await place.connection.identity(terminal.interruption());
  const where = `in account ${account}, ${place.connection.name.region}`;
  return confirm(`${what} ${where}?`, options.flag('yes'), terminal);
}
