import { MODELS_PATH } from '../../../contract/serving';
import { list, member, text } from '../docker/answer';
import { ask, jsonOf, succeeded } from './ask';
import type { Question, Reply } from './ask';
import { result } from './catalogue';
import { GUESS } from './guess';
import type { Asked } from './invocation-tests';
import type { ConformanceResult } from './types';
import { LOADED_MODEL, LOADED_MODEL_DIR } from './variants';

const ALREADY_LOADED = 409;
const NOT_LOADED = 404;
const OUT_OF_MEMORY = 507;
const OTHER_MODEL = 'no-such-model';

/** What SageMaker asks a multi-model server, in the order of a model’s life. `model`: whether there is one to load. */
export async function multiModelTests(asked: Asked, model: boolean): Promise<readonly ConformanceResult[]> {
  const load = await loaded(asked, model);
  if (load.first !== 200) {
    const why = ['No model is loaded.'];
    const others = (['models-list', 'models-invoke', 'models-unload'] as const).map((id) => result(id, 'skipped', why));
    return [load.result, ...others];
  }
  return [load.result, await listed(asked), await invoked(asked), await unloaded(asked)];
}

async function loaded(asked: Asked, model: boolean): Promise<{ first: number | undefined; result: ConformanceResult }> {
  const body = Buffer.from(JSON.stringify({ model_name: LOADED_MODEL, url: LOADED_MODEL_DIR }));
  const load: Question = { method: 'POST', path: MODELS_PATH, payload: { contentType: 'application/json', body } };
  const once = await put(asked, load);
  const missing = once.status === undefined || once.status === 404 || once.status === 405;
  if (once.status !== 200) {
    const seen = [line(load, once), once.body.toString('utf8', 0, 500)];
    if (missing || model) {
      const memory = once.status === OUT_OF_MEMORY ? 'It says that its memory is full: give it more.' : undefined;
      return { first: once.status, result: result('models-load', 'failed', seen, { remedy: memory }) };
    }
    const why = 'There was no model to load: train one, or name one with --model.';
    return { first: once.status, result: result('models-load', 'skipped', [...seen, why]) };
  }
  const twice = await put(asked, load);
  const good = twice.status === ALREADY_LOADED;
  const seen = [line(load, once), `again: ${line(load, twice)}`];
  return { first: 200, result: result('models-load', good ? 'passed' : 'failed', seen) };
}

async function listed(asked: Asked): Promise<ConformanceResult> {
  const all = await put(asked, { method: 'GET', path: MODELS_PATH });
  const names = list(member(jsonOf(all.body), 'models')).map((it) => text(it, 'modelName'));
  const one = await put(asked, about('GET', LOADED_MODEL));
  const other = await put(asked, about('GET', OTHER_MODEL));
  const good = names.includes(LOADED_MODEL) && one.status === 200 && other.status === NOT_LOADED;
  return result('models-list', good ? 'passed' : 'failed', [
    `GET ${MODELS_PATH}: ${all.text}, ${names.includes(LOADED_MODEL) ? 'with' : 'without'} the model that is loaded`,
    line(about('GET', LOADED_MODEL), one),
    line(about('GET', OTHER_MODEL), other),
  ]);
}

async function invoked(asked: Asked): Promise<ConformanceResult> {
  const payload = asked.payloads[0] ?? GUESS;
  const invoke = (model: string): Question => ({ method: 'POST', path: `${MODELS_PATH}/${model}/invoke`, payload });
  const one = await put(asked, invoke(LOADED_MODEL));
  const other = await put(asked, invoke(OTHER_MODEL));
  const missing = one.status === undefined || one.status === 404 || one.status === 405;
  const answered = asked.payloads.length > 0 ? succeeded(one) : !missing;
  return result('models-invoke', answered && other.status === NOT_LOADED ? 'passed' : 'failed', [
    line(invoke(LOADED_MODEL), one),
    line(invoke(OTHER_MODEL), other),
  ]);
}

async function unloaded(asked: Asked): Promise<ConformanceResult> {
  const gone = await put(asked, about('DELETE', LOADED_MODEL));
  const after = await put(asked, about('GET', LOADED_MODEL));
  const again = await put(asked, about('DELETE', LOADED_MODEL));
  const good = gone.status === 200 && after.status === NOT_LOADED && again.status === NOT_LOADED;
  return result('models-unload', good ? 'passed' : 'failed', [
    line(about('DELETE', LOADED_MODEL), gone),
    line(about('GET', LOADED_MODEL), after),
    `again: ${line(about('DELETE', LOADED_MODEL), again)}`,
  ]);
}

function about(method: 'GET' | 'DELETE', model: string): Question {
  return { method, path: `${MODELS_PATH}/${model}` };
}

function put({ at, invocationSeconds, signal }: Asked, question: Question): Promise<Reply> {
  return ask(at, question, invocationSeconds, signal);
}

function line({ method, path }: Question, reply: Reply): string {
  return `${method} ${path}: ${reply.text}`;
}
