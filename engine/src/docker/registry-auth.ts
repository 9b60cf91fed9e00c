import { execFile } from 'node:child_process';
import { UserError } from '../user-error';
import { member, text } from './answer';
import type { RegistryLogin } from './engine';
import { errorCode } from './error-code';

const DOCKER_HUB = 'https://index.docker.io/v1/';

/** Runs a credential helper: `docker-credential-NAME get`, with the registry on its standard input. */
export type RunHelper = (program: string, input: string, signal?: AbortSignal) => Promise<string>;

/** The registry that an image comes from, as Docker’s configuration names it. */
export function registryOf(reference: string): string {
  const slash = reference.indexOf('/');
  const first = slash === -1 ? '' : reference.slice(0, slash);
  const host = first === 'localhost' || /[.:]/.test(first) ? first : 'docker.io';
  return host === 'docker.io' || host === 'index.docker.io' ? DOCKER_HUB : host;
}

/**
 * The user’s login at a registry, as `docker login` left it: a credential helper of that registry, else the store of
 * all, else what ~/.docker/config.json itself holds. Undefined: none, so ask anonymously.
 */
export async function registryLogin(
  registry: string,
  config: string | undefined,
  run: RunHelper = runHelper,
  signal?: AbortSignal,
): Promise<RegistryLogin | undefined> {
  const settings = parse(config);
  const helper = helperOf(settings, registry);
  if (helper !== undefined) {
    const login = await askHelper(helper, registry, run, signal);
    if (login !== undefined) return login;
  }
  return writtenLogin(settings, registry);
}

function parse(config: string | undefined): unknown {
  try {
    return config === undefined ? undefined : (JSON.parse(config) as unknown);
  } catch {
    return undefined;
  }
}

function helperOf(settings: unknown, registry: string): string | undefined {
  const helpers = member(settings, 'credHelpers');
  const names = [registry, ...(registry === DOCKER_HUB ? ['docker.io', 'index.docker.io'] : [])];
  const own = names.map((name) => text(helpers, name)).find((name) => name !== undefined);
  const name = own ?? text(settings, 'credsStore');
  // It becomes part of a program’s name.
  return name !== undefined && /^[\w.-]+$/.test(name) ? name : undefined;
}

async function askHelper(
  helper: string,
  registry: string,
  run: RunHelper,
  signal: AbortSignal | undefined,
): Promise<RegistryLogin | undefined> {
  const program = `docker-credential-${helper}`;
  let answer: unknown;
  try {
    answer = parse(await run(program, registry, signal));
  } catch (error) {
    signal?.throwIfAborted();
    const said = error instanceof Error ? error.message : String(error);
    if (/credentials not found/i.test(said)) return undefined;
    // The CLI too goes on without a helper that is not installed; Dev Containers leave such names behind.
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new UserError(
      `The credential helper ${program} gave no login for ${registry}: ${said.trim()}.`,
      `Log in again (\`docker login\`), or check that \`echo ${registry} | ${program} get\` answers.`,
      { cause: error },
    );
  }
  const username = text(answer, 'Username');
  const secret = text(answer, 'Secret');
  if (username === undefined || secret === undefined || secret === '') return undefined;
  return username === '<token>'
    ? { serveraddress: registry, identitytoken: secret }
    : { serveraddress: registry, username, password: secret };
}

function writtenLogin(settings: unknown, registry: string): RegistryLogin | undefined {
  const all = member(settings, 'auths');
  if (typeof all !== 'object' || all === null) return undefined;
  const key = Object.keys(all).find((one) => one === registry || hostOf(one) === hostOf(registry));
  const entry = key === undefined ? undefined : member(all, key);
  const identitytoken = text(entry, 'identitytoken');
  if (identitytoken !== undefined && identitytoken !== '') return { serveraddress: registry, identitytoken };
  const decoded = Buffer.from(text(entry, 'auth') ?? '', 'base64').toString();
  const colon = decoded.indexOf(':');
  const username = colon === -1 ? text(entry, 'username') : decoded.slice(0, colon);
  const password = colon === -1 ? text(entry, 'password') : decoded.slice(colon + 1).replace(/\0+$/, '');
  if (username === undefined || username === '' || password === undefined) return undefined;
  return { serveraddress: registry, username, password };
}

function hostOf(registry: string): string {
  return registry.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

function runHelper(program: string, input: string, signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: 30_000, windowsHide: true, ...(signal && { signal }) };
    const child = execFile(program, ['get'], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      // A helper writes what is wrong to its standard output.
      else reject(helperError(stdout.trim() || stderr.trim(), error));
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function helperError(said: string, error: Error): Error {
  return Object.assign(new Error(said === '' ? error.message : said, { cause: error }), { code: errorCode(error) });
}
