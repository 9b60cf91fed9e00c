import type { AwsConnection } from '../../engine/src/aws/connection';
import type { RegistryLogin } from '../../engine/src/docker/engine';
import type { S3Reader } from '../../engine/src/local/s3-reader';
import type { Job } from '../../engine/src/session/job';
import { askText, canAsk } from './ask-choice';
import type { OptionName, Options } from './read-options';
import type { Terminal } from './terminal';

/** The AWS part of the engine, as the commands see it. */
export type Aws = typeof import('../../engine/src/aws/main');

/** Which account and region. */
export const AWS_OPTIONS = ['profile', 'region'] as const satisfies readonly OptionName[];

/**
 * Loaded when a command first needs it. The SDK in the bundle warns that later versions of it want a newer Node, which is
 * no news for who runs this one.
 */
export function loadAws(): Promise<Aws> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return import('../../engine/src/aws/main');
}

/** The connection that the options and the environment name; nothing is asked yet. */
export async function connect(aws: Aws, options: Options, terminal: Terminal): Promise<AwsConnection> {
  const { env } = terminal;
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const profile = options.text('profile') ?? given('AWS_PROFILE');
  const wanted = options.text('region') ?? given('AWS_REGION') ?? given('AWS_DEFAULT_REGION');
  const region = wanted ?? (await regionOfProfile(aws, profile ?? 'default')) ?? '';
  if (!canAsk(terminal)) return new aws.AwsConnection({ profile, region });
  const mfaCode = (device: string): Promise<string> => askText(`Code of the MFA device ${device}: `, terminal);
  return new aws.AwsConnection({ profile, region }, { mfaCode });
}

/** Whether a command is about what is at AWS, in place of this machine. */
export function namesAws(options: Options): boolean {
  return AWS_OPTIONS.some((name) => options.has(name));
}

/** Whether a command on this machine is to reach AWS as well. */
export function namesConnection(options: Options): boolean {
  return options.text('profile') !== undefined;
}

/** What a job of this machine takes from AWS: its data, and images of ECR. */
export interface JobAtAws {
  readonly s3: () => Promise<S3Reader>;
  readonly login: (image: string) => Promise<RegistryLogin | undefined>;
  close(): void;
}

/** When the overlay of a job or the options name a connection; AWS is loaded and asked when something is first needed. */
export function atAwsFor({ overlay }: Job, options: Options, terminal: Terminal): JobAtAws | undefined {
  if (!namesConnection(options) && overlay.credentials === 'none') return undefined;
  let opened: Promise<{ readonly aws: Aws; readonly connection: AwsConnection }> | undefined;
  const open = () => {
    opened ??= loadAws().then(async (aws) => ({ aws, connection: await connect(aws, options, terminal) }));
    return opened;
  };
  return {
    s3: async () => {
      const { aws, connection } = await open();
      return new aws.AwsS3Reader(connection);
    },
    login: async (image) => {
      const { aws, connection } = await open();
      return aws.loginForImage(connection, image, terminal.interruption());
    },
    close: () => {
      void opened?.then(
        ({ connection }) => {
          connection.close();
        },
        () => undefined,
      );
    },
  };
}

async function regionOfProfile(aws: Aws, name: string): Promise<string | undefined> {
  return (await aws.listProfiles()).find((it) => it.name === name)?.region;
}
