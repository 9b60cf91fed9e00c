import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';

/** Keys of a caller, and when they end. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface CredentialsOptions {
  readonly profile: string | undefined;
  readonly region: string;
  /** Asks the user for the code of an MFA device. */
  readonly mfaCode: ((device: string) => Promise<string>) | undefined;
}

/** Credentials end while a call is on its way when they are used to the last second. */
const EARLY_MS = 5 * 60_000;

/**
 * Credentials of a profile by all ways that the SDK knows, asked once for all clients and again before they end. A profile
 * never falls back to the role of the machine: that would be somebody else.
 */
export function credentialsOf({ profile, region, mfaCode }: CredentialsOptions): () => Promise<Credentials> {
  // Not `clientConfig`: its region would also be used to sign in, which has a region of its own.
  const init = { ignoreCache: true, ...(mfaCode === undefined ? {} : { mfaCodeProvider: mfaCode }) };
  const caller = { callerClientConfig: { region: () => Promise.resolve(region) } };
  const ask =
    profile === undefined
      ? () => fromNodeProviderChain({ ...init, clientConfig: {} })(caller)
      : () => fromIni({ ...init, profile })(caller);
  return remembered(ask);
}

/** Asks once at a time, keeps the answer until shortly before it ends, and does not keep failures. */
export function remembered(ask: () => Promise<Credentials>, now: () => number = Date.now): () => Promise<Credentials> {
  let kept: Promise<Credentials> | undefined;
  const renew = (): Promise<Credentials> => {
    const asked = ask();
    kept = asked;
    asked.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked;
  };
  return async () => {
    if (kept === undefined) return renew();
    const before = kept;
    const credentials = await before;
    const { expiration } = credentials;
    if (expiration === undefined || expiration.getTime() - now() > EARLY_MS) return credentials;
    return kept === before ? renew() : kept;
  };
}
