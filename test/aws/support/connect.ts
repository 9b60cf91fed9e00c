import { inject } from 'vitest';
import { AwsConnection } from '../../../engine/src/aws/connection';

const NO_FILE = '/nonexistent/aws';

/** What makes clients ask moto, and no file of the user’s. For `process.env`: credentials are looked for there. */
export function motoEnvironment(url: string = inject('motoUrl')): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: NO_FILE,
    AWS_SHARED_CREDENTIALS_FILE: NO_FILE,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** A connection to moto, or to another server. Each region is a world of its own there. */
export function connectTo(region: string, url?: string): AwsConnection {
  Object.assign(process.env, motoEnvironment(url));
  return new AwsConnection({ profile: undefined, region });
}
