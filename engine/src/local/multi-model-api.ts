import { MODELS_DIR } from '../../../contract/filesystem';
import { MODEL_LOAD_TIMEOUT_SECONDS, MODELS_PATH } from '../../../contract/serving';
import { ModelError } from '../named-errors';
import { call } from './http-call';
import type { HttpAnswer } from './http-call';
import type { HostState } from './state';

/** Pages of GET /models that are read at most: a container that never stops to give more is not followed for ever. */
const MOST_PAGES = 100;
const TIMEOUT_MS = MODEL_LOAD_TIMEOUT_SECONDS.value * 1000;

/** Where a model is invoked. */
export function invokePath(model: string): string {
  return `${MODELS_PATH}/${model}/invoke`;
}

/** Whether the container has it loaded (MME-04). */
export async function isLoaded(host: HostState, model: string): Promise<boolean> {
  return (await api(host, 'GET', `${MODELS_PATH}/${model}`)).status === 200;
}

/** POST /models. False: the container has no memory for it (507). */
export async function loadModel(host: HostState, model: string, name: string): Promise<boolean> {
  const body = Buffer.from(JSON.stringify({ model_name: model, url: `${MODELS_DIR}/${model}/model` }));
  const answer = await api(host, 'POST', MODELS_PATH, body);
  // 409: another process was faster.
  if (answer.status === 200 || answer.status === 409) return true;
  if (answer.status === 507) return false;
  const said = answer.body.toString('utf8').slice(0, 1024);
  throw new ModelError(
    `Received error (${answer.status}) from ${host.host} while it loaded the model “${name}” (MME-03), with message "${said}".`,
    answer.status,
    said,
    host.host,
  );
}

/** DELETE /models/<model>. */
export async function unloadModel(host: HostState, model: string): Promise<void> {
  const { status } = await api(host, 'DELETE', `${MODELS_PATH}/${model}`);
  // 404: it is not loaded any more.
  if (status === 200 || status === 404) return;
  const text = `DELETE ${MODELS_PATH}/${model} was answered with ${status}`;
  throw new ModelError(`${host.host} did not unload a model (MME-04): ${text}.`, status, text, host.host);
}

/** The models that the container says it has loaded; none when it doesn't tell. */
export async function loadedModels(host: HostState): Promise<readonly string[]> {
  const names: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = token === undefined ? '' : `?next_page_token=${encodeURIComponent(token)}`;
    const answer = await api(host, 'GET', `${MODELS_PATH}${query}`);
    const { models, next } = readPage(answer.body.toString('utf8'));
    names.push(...models);
    if (answer.status !== 200 || next === undefined || next === '') break;
    token = next;
  }
  return names;
}

function readPage(text: string): { readonly models: readonly string[]; readonly next?: string } {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch {
    return { models: [] };
  }
  const list = memberOf(page, 'models');
  const next = memberOf(page, 'nextPageToken');
  const names = Array.isArray(list) ? list.map((one: unknown) => memberOf(one, 'modelName')) : [];
  return {
    models: names.filter((name) => typeof name === 'string'),
    ...(typeof next === 'string' ? { next } : {}),
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function api(
  { address, port }: HostState,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: Uint8Array,
): Promise<HttpAnswer> {
  const headers = { 'Content-Type': 'application/json' };
  return call({ address, port, method, path, timeoutMs: TIMEOUT_MS, ...(body === undefined ? {} : { body, headers }) });
}
