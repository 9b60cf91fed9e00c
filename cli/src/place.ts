import type { AwsConnection } from '../../engine/src/aws/connection';
import type { AwsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { TuningJobs } from '../../engine/src/aws/tuning-jobs';
import type { SageMaker } from '../../engine/src/sagemaker';
import { describe, stop } from '../../engine/src/session/by-kind';
import type { Row } from '../../engine/src/session/by-kind';
import type { LocalSession } from '../../engine/src/session/open-local';
import { connect, loadAws, namesAws } from './aws';
import type { Aws } from './aws';
import { confirm } from './confirm';
import { loadEngine } from './engine';
import { findAtAws, findListedAtAws } from './find-at-aws';
import type { Listed } from './find-at-aws';
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
  /** The same, of all that is listed: at AWS also a tuning job, which has no log and can’t be run here. */
  findListed(name: string): Promise<Found>;
  close(): Promise<void>;
}

/** Something of a list, and what can be done with all that is listed. */
export interface Found extends Listed {
  describe(): Promise<object>;
  /** Asks a job to stop; an endpoint is deleted. */
  stop(): Promise<void>;
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
  readonly tuning: TuningJobs;
}

/** AWS when --profile or --region is given, else this machine. The caller closes it. */
export async function openPlace(options: Options, terminal: Terminal): Promise<Place> {
  if (!namesAws(options)) {
    const local = await openLocal(await loadEngine(), undefined, progressOn(terminal), terminal);
    const { sagemaker } = local;
    const find = (name: string): Promise<Row> => findByName(sagemaker, name);
    return {
      at: 'here',
      local,
      sagemaker,
      find,
      findListed: async (name) => foundIn(sagemaker, await find(name)),
      close: () => local.close(),
    };
  }
  const aws = await loadAws();
  const connection = await connect(aws, options, terminal);
  const sagemaker = aws.awsSageMaker(connection);
  const tuning = new aws.TuningJobs(connection);
  return {
    at: 'aws',
    aws,
    connection,
    sagemaker,
    tuning,
    find: (name) => findAtAws(sagemaker, name),
    findListed: async (text) => {
      const { kind, name } = await findListedAtAws(sagemaker, tuning, text);
      if (kind !== 'tuning-job') return foundIn(sagemaker, { kind, name });
      return {
        kind,
        name,
        describe: () => tuning.describe(name, terminal.interruption()),
        stop: () => tuning.stop(name),
      };
    },
    close: () => {
      connection.close();
      return Promise.resolve();
    },
  };
}

function foundIn(sagemaker: SageMaker, { kind, name }: Pick<Row, 'kind' | 'name'>): Found {
  return { kind, name, describe: () => describe(sagemaker, kind, name), stop: () => stop(sagemaker, kind, name) };
}

/** Asks whether something is to be done at AWS, with the account and region; on this machine nobody is asked. */
export async function mayChange(what: string, place: Place, options: Options, terminal: Terminal): Promise<boolean> {
  if (place.at === 'here') return true;
  const { account } = await place.connection.identity(terminal.interruption());
  const where = `in account ${account}, ${place.connection.name.region}`;
  return confirm(`${what} ${where}?`, options.flag('yes'), terminal);
}
