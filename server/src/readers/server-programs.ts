import * as model from './model-server-programs';
import type { ServerProgram } from './server-definition';
import * as web from './web-server-programs';

/** Programs by name; those in `SUBCOMMANDS` are servers only with the words after the name. */
const BY_NAME: ReadonlyMap<string, ServerProgram> = new Map([
  ['gunicorn', web.GUNICORN],
  ['uvicorn', web.UVICORN],
  ['hypercorn', web.HYPERCORN],
  ['waitress-serve', web.WAITRESS],
  ['nginx', web.NGINX],
  ['torchserve', model.TORCHSERVE],
  ['tritonserver', model.TRITON],
  ['tensorflow_model_server', model.TENSORFLOW],
  ['tensorflow-model-server', model.TENSORFLOW],
  ['text-embeddings-router', model.TEI],
  ['text-generation-launcher', model.TGI],
  ['multi-model-server', model.MULTI_MODEL_SERVER],
  ['mxnet-model-server', model.MULTI_MODEL_SERVER],
  ['jupyter-lab', web.JUPYTER],
  ['jupyter-notebook', web.JUPYTER],
  ['jupyter-server', web.JUPYTER],
  ['granian', web.GRANIAN],
  ['daphne', web.DAPHNE],
  ['uwsgi', web.UWSGI],
  ['djl-serving', model.DJL],
]);

const SUBCOMMANDS: readonly (readonly [words: string, ServerProgram])[] = [
  ['flask run', web.FLASK],
  ['mlflow models serve', model.MLFLOW],
  ['mlflow server', model.MLFLOW],
  ['mlflow ui', model.MLFLOW],
  ['bentoml serve', model.BENTOML],
  ['bentoml serve-http', model.BENTOML],
  ['serve run', model.RAY],
  ['serve start', model.RAY],
  ['vllm serve', model.VLLM],
  ['streamlit run', web.STREAMLIT],
  ['jupyter lab', web.JUPYTER],
  ['jupyter notebook', web.JUPYTER],
  ['jupyter server', web.JUPYTER],
  ['fastapi run', web.FASTAPI],
  ['fastapi dev', web.FASTAPI],
];

/** `python -m NAME` where the module isn't called as the program. */
const BY_MODULE: ReadonlyMap<string, ServerProgram> = new Map([
  ['waitress', web.WAITRESS],
  ['http.server', web.PYTHON_HTTP],
  ['vllm.entrypoints.openai.api_server', model.VLLM],
  ['vllm.entrypoints.api_server', model.VLLM],
  ['vllm.entrypoints.sagemaker.api_server', model.VLLM],
  ['sglang.launch_server', model.SGLANG],
  ['jupyterlab', web.JUPYTER],
  ['notebook', web.JUPYTER],
  ['jupyter_server', web.JUPYTER],
]);

/** The program that a name and the words after it start, and how many of those words are subcommands. */
export function findServerProgram(
  name: string,
  words: readonly (string | undefined)[],
  asModule: boolean,
): { readonly program: ServerProgram; readonly subcommands: readonly number[] } | undefined {
  const program = BY_NAME.get(name) ?? (asModule ? BY_MODULE.get(name) : undefined);
  if (program) return { program, subcommands: [] };
  for (const [text, candidate] of SUBCOMMANDS) {
    const [first, ...rest] = text.split(' ');
    if (first !== name) continue;
    const subcommands = findSubcommands(words, rest);
    if (subcommands) return { program: candidate, subcommands };
  }
  return undefined;
}

/** Options of the program itself may stand before the subcommand (`flask --app x run`). */
function findSubcommands(
  words: readonly (string | undefined)[],
  subcommands: readonly string[],
): readonly number[] | undefined {
  const found: number[] = [];
  for (let i = 0; i < words.length && found.length < subcommands.length; i++) {
    const word = words[i];
    if (word === subcommands[found.length]) found.push(i);
    else if (word?.startsWith('-') !== true && words[i - 1]?.startsWith('-') !== true) return undefined;
  }
  return found.length === subcommands.length ? found : undefined;
}
