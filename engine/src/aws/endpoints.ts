import { readFileSync } from 'node:fs';
import { errorCode } from '../docker/error-code';
import { UserError } from '../user-error';
import type { Env } from './aws-files';
import { awsFiles } from './aws-files';
import type { AwsSettings } from './profiles';
import { readSettings } from './profiles';

/**
 * The address of a service that the user configured; undefined: AWS’s own. The SDK reads only the profile of AWS_PROFILE,
 * whatever profile a client has, so it is read here. `service`: as in `AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME`, with spaces.
 * Order: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function configuredEndpoint(
  service: string,
  profile: string | undefined,
  settings: AwsSettings,
  env: Env,
): string | undefined {
  const section = settings.profiles.get(profile ?? env['AWS_PROFILE'] ?? 'default');
  const ignored = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? section?.get('ignore_configured_endpoint_urls');
  if (ignored?.toLowerCase() === 'true') return undefined;
  const name = service.replaceAll(' ', '_');
  const services = section?.get('services');
  const own = services === undefined ? undefined : settings.config.get(`services ${services}`);
  const candidates = [
    env[`AWS_ENDPOINT_URL_${name.toUpperCase()}`],
    env['AWS_ENDPOINT_URL'],
    own?.get(`${name.toLowerCase()}.endpoint_url`),
    section?.get('endpoint_url'),
  ];
  return candidates.find((it) => it !== undefined && it !== '');
}

/** The files as they are now. Small and read once a connection, so it does not make every caller wait. */
export function settingsNow(env: Env): AwsSettings {
  const { config, credentials } = awsFiles(env);
  return readSettings(textOf(config), textOf(credentials));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${path} can’t be read: ${why}.`,
      'Make the file readable, or point AWS_CONFIG_FILE elsewhere.',
    );
  }
}
