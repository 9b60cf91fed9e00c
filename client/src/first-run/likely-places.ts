/** What the first run of an image is asked for. */
export type Wanted = 'data' | 'model';

/** A file or folder beside a Dockerfile. */
export interface Neighbour {
  readonly name: string;
  /** Names of the files in it, some levels deep; undefined: it is a file itself. */
  readonly files: readonly string[] | undefined;
  /** The Dockerfile copies it into the image by its name. */
  readonly copied: boolean;
}

const NAMED: Readonly<Record<Wanted, RegExp>> = {
  data: /^(?:.*[-_.])?(?:data|dataset|datasets|input|inputs|train|training)(?:[-_.].*)?$/i,
  model: /^(?:.*[-_.])?(?:models?|artifacts?|artefacts?)(?:[-_.].*)?$/i,
};

/** Files that programs are not made of. */
const HOLDS: Readonly<Record<Wanted, RegExp>> = {
  data: /\.(?:csv|tsv|parquet|jsonl|ndjson|json|libsvm|svm|recordio|rec|tfrecords?|npy|npz|avro|orc|arrow|feather|h5|hdf5|jpe?g|png|wav|txt|gz)$/i,
  model: /\.(?:pkl|pickle|joblib|pt|pth|onnx|h5|keras|pb|safetensors|gguf|bst|ubj|cbm|mar|bin|tar\.gz)$/i,
};

const ARCHIVE = /\.tar\.gz$/i;
/** Says how something is run or built. */
const SETTINGS =
  /\.(?:training-job|processing-job|transform-job|endpoint|local)\.json$|^(?:package|tsconfig)\b.*\.json$/i;
/** Of a program, whatever else lies beside it. */
const PROGRAM = /^(?:Docker|Container)file|\.(?:py|r|js|mjs|ts|jl|java|scala|go|rs|c|cc|cpp|h|sh|conf)$/i;
/** Hidden ones, and what tools make. */
const NOBODYS = /^(?:\..*|node_modules|__pycache__|venv|env|site-packages|.*\.egg-info)$/;

/**
 * What may be meant, most likely first: what is named like it or holds files of its kind, then other folders. Programs,
 * and what the image gets with them, are none unless they look like what is wanted.
 */
export function likelyPlaces(neighbours: readonly Neighbour[], wanted: Wanted): readonly string[] {
  return neighbours
    .map((one) => ({ name: one.name, rank: rankOf(one, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.name.localeCompare(b.name))
    .map(({ name }) => name);
}

/** 0: not offered. */
function rankOf({ name, files, copied }: Neighbour, wanted: Wanted): number {
  if (NOBODYS.test(name)) return 0;
  if (files === undefined) return wanted === 'model' && ARCHIVE.test(name) ? 4 : 0;
  const named = NAMED[wanted].test(name);
  const otherwise = NAMED[wanted === 'data' ? 'model' : 'data'].test(name);
  const holds = files.some((file) => HOLDS[wanted].test(file) && !SETTINGS.test(file));
  const isProgram = files.some((file) => PROGRAM.test(file));
  if (copied) return named && holds && !isProgram ? 2 : 0;
  if (isProgram) return named && holds ? 3 : Number(named || holds);
  if (named) return holds ? 5 : 4;
  return holds && !otherwise ? 4 : 1;
}
