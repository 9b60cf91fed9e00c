/** All images that something stands in for. */
export const BASES: readonly string[];
/** Makes sure that the engine of DOCKER_HOST has these images. Throws when one can be neither pulled nor made. */
export function ensureBases(names: readonly string[]): void;
