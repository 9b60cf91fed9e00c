/**
 * Who builds: `engine`, BuildKit by the engine’s own API; `buildx`, the docker CLI’s program; `classic`, the engine’s old
 * builder. `auto` takes the first of these that is there.
 */
export const BUILDERS = ['auto', 'engine', 'buildx', 'classic'] as const;
export type Builder = (typeof BUILDERS)[number];
