/** The AWS part of the engine, as the extension sees it. */
export type Aws = typeof import('../../../engine/src/aws/main');

let loading: Promise<Aws> | undefined;

/** AWS's own bundle, loaded with the first call that needs it. */
export function loadAws(): Promise<Aws> {
  loading ??= import('../../../engine/src/aws/main');
  return loading;
}
