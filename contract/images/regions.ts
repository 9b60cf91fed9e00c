import { catalogue } from './catalogue';

/** A region in which AWS has images. */
export interface ImageRegion {
  readonly code: string;
  /** `US East (N. Virginia)`. */
  readonly name: string;
}

/** All regions of the catalogue, by code. */
export function imageRegions(): readonly ImageRegion[] {
  return Object.entries(catalogue.regions)
    .map(([code, [name = code]]) => ({ code, name }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
