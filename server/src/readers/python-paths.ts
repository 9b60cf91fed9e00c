import { directoryOfVariable } from '../../../contract/directory-variables';
import type { PythonCall, PythonContext } from './python-context';
import type { PythonNode } from './python-nodes';
import { keyword, lastName, positional } from './python-nodes';
import { fill } from './template';
import type { Located, PythonFacts } from './types';

type PathFacts = Pick<PythonFacts, 'reads' | 'writes' | 'likelyWrites' | 'writesAnywhere' | 'writesIncomplete'>;

/** Place of the path among the arguments of functions and methods, by last name. -1: the object itself (`Path(p).write_text`). */
const WRITERS: Readonly<Record<string, number>> = {
  save: 0,
  save_model: 0,
  save_pretrained: 0,
  save_weights: 0,
  export: 0,
  export_model: 0,
  to_csv: 0,
  to_json: 0,
  to_parquet: 0,
  to_pickle: 0,
  to_excel: 0,
  savefig: 0,
  savez: 0,
  savetxt: 0,
  makedirs: 0,
  mkdir: 0,
  dump: 1,
  write_text: -1,
  write_bytes: -1,
  touch: -1,
  copy: 1,
  copy2: 1,
  copyfile: 1,
  copytree: 1,
  move: 1,
  rename: 1,
  imwrite: 0,
  save_file: 1,
  serialize: 0,
  save_checkpoint: 0,
  saved_model: 0,
};
/** Functions that take what is written before the path. */
const MODEL_FIRST =
  /^(?:torch|torch\.jit|onnx|(?:tf|tensorflow)\.saved_model)\.save$|^(?:mlflow|keras|tf|tensorflow)\.[\w.]*save_model$/;
const READERS: Readonly<Record<string, number>> = {
  load: 0,
  load_model: 0,
  from_pretrained: 0,
  load_weights: 0,
  read_csv: 0,
  read_json: 0,
  read_parquet: 0,
  read_pickle: 0,
  read_excel: 0,
  read_table: 0,
  loadtxt: 0,
  genfromtxt: 0,
  listdir: 0,
  scandir: 0,
  walk: 0,
  glob: 0,
  exists: 0,
  isfile: 0,
  isdir: 0,
  read_text: -1,
  read_bytes: -1,
  iterdir: -1,
  is_file: -1,
  is_dir: -1,
  imread: 0,
  copy: 0,
  copy2: 0,
  copyfile: 0,
  copytree: 0,
  move: 0,
  rename: 0,
  load_file: 0,
  load_dataset: 0,
  parse_file: 0,
};
const PATH_KEYWORDS = [
  'path',
  'file',
  'filename',
  'fname',
  'fp',
  'f',
  'filepath_or_buffer',
  'path_or_buf',
  'filepath',
  'save_directory',
  'output_dir',
  'dir',
  'name',
  'dst',
  'exist_path',
];

/** Files that are read and written under a path that is known. */
export function readPaths(context: PythonContext): PathFacts {
  const reads: Located<string>[] = [];
  const writes: Located<string>[] = [];
  const likelyWrites: Located<string>[] = [];
  let writesAnywhere = false;
  const add = (into: Located<string>[], call: PythonCall, node: PythonNode | undefined): void => {
    const pieces = node && context.values.pieces(node, call.statement.scope);
    const exact = pieces && fill(pieces);
    const likely = exact?.dynamic === true && into === writes ? fill(pieces ?? [], directoryOfVariable) : undefined;
    if (node && exact && !exact.dynamic)
      into.push({ value: exact.text, range: context.index.range(node.start, node.end) });
    else if (node && likely?.whole === true)
      likelyWrites.push({ value: likely.text, range: context.index.range(node.start, node.end) });
    else if (into === writes) writesAnywhere = true;
  };
  for (const call of context.calls) {
    const name = lastName(call.callee) ?? '';
    if (name === 'open' && !/^(?:webbrowser|urllib|PIL|Image)\b/.test(call.name ?? '')) {
      const mode = openMode(call, context);
      const target = openedPath(call);
      if (mode === undefined || /[wax+]/.test(mode)) {
        if (mode !== undefined) add(writes, call, target);
        else writesAnywhere = true;
      }
      if (mode !== undefined && (/[r+]/.test(mode) || !/[wax]/.test(mode))) add(reads, call, target);
      continue;
    }
    if (Object.hasOwn(WRITERS, name) && !isData(call, context, name)) {
      add(writes, call, target(call, MODEL_FIRST.test(call.name ?? '') ? 1 : (WRITERS[name] ?? 0)));
    }
    if (Object.hasOwn(READERS, name)) add(reads, call, target(call, READERS[name] ?? 0));
  }
  return { reads, writes, likelyWrites, writesAnywhere, writesIncomplete: writesAnywhere || likelyWrites.length > 0 };
}

function target(call: PythonCall, place: number): PythonNode | undefined {
  const object = call.callee.kind === 'attribute' ? call.callee.object : undefined;
  if (place < 0) return object;
  return (
    positional(call.args, place) ??
    keyword(call.args, ...PATH_KEYWORDS) ??
    (call.args.length === 0 || call.args.every((it) => it.name !== undefined) ? object : undefined)
  );
}

/** `json.dump(x, f)`, `pickle.dump(x, f)` write to a file that `open` has opened; `dict.copy()` and the like write nothing. */
function isData(call: PythonCall, context: PythonContext, name: string): boolean {
  if (name === 'dump') {
    const file = positional(call.args, 1);
    return (
      file === undefined ||
      (call.name !== 'joblib.dump' &&
        context.values.constant(file, call.statement.scope) === undefined &&
        file.kind === 'name')
    );
  }
  if (/^(?:copy|copy2|copyfile|copytree|move|rename)$/.test(name)) return !/^(?:shutil|os)\./.test(call.name ?? '');
  return false;
}

/** `open(p)` and `Path(p).open()`, `io.open`, `gzip.open`. */
function openedPath(call: PythonCall): PythonNode | undefined {
  const object = call.callee.kind === 'attribute' ? call.callee.object : undefined;
  const isModule =
    call.callee.kind === 'name' ||
    /^(?:io|gzip|bz2|lzma|codecs|tarfile|zipfile|builtins|os|aiofiles|fsspec)\./.test(call.name ?? '');
  return isModule ? (positional(call.args, 0) ?? keyword(call.args, 'file', 'name', 'filename')) : object;
}

/** Mode of an `open`; undefined when it can't be known. */
function openMode(call: PythonCall, context: PythonContext): string | undefined {
  const isModule = openedPath(call) === positional(call.args, 0);
  const node = positional(call.args, isModule ? 1 : 0) ?? keyword(call.args, 'mode');
  return node ? context.values.constant(node, call.statement.scope) : 'r';
}
