import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { UserError } from '../user-error';
import { awsProblem } from './aws-problem';
import { openClients } from './clients';
import type { AwsClients } from './clients';
import { credentialsOf } from './credentials';
import type { Credentials } from './credentials';

export interface ConnectionName {
  /** Undefined: the environment, else the default profile, else the role of this machine. */
  readonly profile: string | undefined;
  readonly region: string;
}

/** Who calls, and until when. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
  /** When the credentials end; undefined: they don't. */
  readonly expires: Date | undefined;
}

export interface ConnectionOptions {
  /** Asks the user for the code of an MFA device. */
  readonly mfaCode?: (device: string) => Promise<string>;
  /** Times a call is tried; 4 when left out. */
  readonly attempts?: number;
}

/** What is known of a connection without asking. */
export type ConnectionState =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'ready'; readonly identity: Identity }
  | { readonly kind: 'failed'; readonly error: unknown };

/** One profile and region at AWS. Nothing is asked before the first call. */
export class AwsConnection {
  private open: { readonly credentials: () => Promise<Credentials>; readonly clients: AwsClients };
  private known: ConnectionState = { kind: 'unasked' };

  constructor(
    readonly name: ConnectionName,
    private readonly options: ConnectionOptions = {},
  ) {
    if (!/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(name.region)) {
      throw new UserError(
        name.region === '' ? 'No AWS region is chosen.' : `“${name.region}” is no AWS region.`,
        'Choose one, such as us-east-1: with --region, AWS_REGION, or `region` in the profile.',
      );
    }
    this.open = opened(name, options);
  }

  /** To be asked each time: renewing makes new ones. */
  get clients(): AwsClients {
    return this.open.clients;
  }

  /** What the last identity() found. */
  get state(): ConnectionState {
    return this.known;
  }

  /** Asks STS. Rejects with a UserError: signed out, no credentials, no network. */
  async identity(signal?: AbortSignal): Promise<Identity> {
    const { clients, credentials } = this.open;
    try {
      const { Account = '', Arn = '' } = await clients.sts().send(new GetCallerIdentityCommand({}), abortable(signal));
      const { expiration } = await credentials();
      const identity = { account: Account, arn: Arn, partition: Arn.split(':')[1] ?? 'aws', expires: expiration };
      this.known = { kind: 'ready', identity };
      return identity;
    } catch (error) {
      const problem = awsProblem(error, this.name);
      if (signal?.aborted !== true) this.known = { kind: 'failed', error: problem };
      throw problem;
    }
  }

  /** Forgets the credentials: after signing in, or when a file of `~/.aws` was changed. Calls under way fail. */
  renew(): void {
    this.close();
    this.open = opened(this.name, this.options);
    this.known = { kind: 'unasked' };
  }

  close(): void {
    this.open.clients.destroy();
  }
}

function opened({ profile, region }: ConnectionName, { mfaCode, attempts }: ConnectionOptions) {
  const credentials = credentialsOf({ profile, region, mfaCode });
  return { credentials, clients: openClients({ profile, region, credentials, attempts, env: process.env }) };
}

/** The options of a call that can be aborted. */
export function abortable(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
