import type { TestItem, TestRunRequest } from 'vscode';
import type { Selected } from './contract-run';
import type { TestedRoles } from './tested-roles';

/** A Dockerfile or image with its tests beneath it. */
export interface Found {
  readonly item: TestItem;
  readonly roles: TestedRoles;
}

/**
 * What a request is about: the tests that it names, of each Dockerfile or image; all tests of `all` when it names none.
 * `refresh` brings an item up to date; undefined: it is not for SageMaker any more.
 */
export async function selectedTests(
  request: TestRunRequest,
  all: readonly TestItem[],
  refresh: (item: TestItem) => Promise<Found | undefined>,
): Promise<readonly Selected[]> {
  const included = request.include ?? all;
  const roots = new Set(included.map((item) => item.parent ?? item));
  const selected = await Promise.all(
    [...roots].map(async (root): Promise<Selected | undefined> => {
      const found = await refresh(root);
      if (found === undefined) return undefined;
      const whole = included.includes(root);
      const chosen = [...found.item.children]
        .map(([, test]) => test)
        .filter((test) => (whole || included.includes(test)) && request.exclude?.includes(test) !== true);
      const left = request.exclude?.includes(root) === true ? [] : chosen;
      return left.length === 0 ? undefined : { ...found, tests: left };
    }),
  );
  return selected.filter((it) => it !== undefined);
}
