/** Variables that say where a library writes its cache; every one needs a directory that can be written. */
export const CACHE_VARIABLES: readonly string[] = [
  'HF_HOME',
  'HF_HUB_CACHE',
  'HUGGINGFACE_HUB_CACHE',
  'HF_DATASETS_CACHE',
  'TRANSFORMERS_CACHE',
  'SENTENCE_TRANSFORMERS_HOME',
  'TORCH_HOME',
  'TORCH_EXTENSIONS_DIR',
  'TRITON_CACHE_DIR',
  'XDG_CACHE_HOME',
  'NUMBA_CACHE_DIR',
  'MPLCONFIGDIR',
];

/** Caches that are only read once one of these is set. */
export const OFFLINE_VARIABLES: readonly string[] = ['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'];
