import type { ContainerPlan } from '../plan/types';

/**
 * The plan with its joined variables in front of what the request, else the image, says of them. `imageVariables`:
 * `NAME=value` lines of the image's configuration.
 */
export function withJoinedEnvironment(plan: ContainerPlan, imageVariables: readonly string[]): ContainerPlan {
  const ofImage = new Map(
    imageVariables.map((line): readonly [string, string] => {
      const end = line.indexOf('=');
      return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end + 1)];
    }),
  );
  const joined = Object.entries(plan.joinedEnvironment ?? {}).map(([name, { value, separator }]) => {
    const own = plan.environment[name] ?? ofImage.get(name) ?? '';
    return [name, own === '' ? value : `${value}${separator}${own}`] as const;
  });
  return { ...plan, environment: { ...plan.environment, ...Object.fromEntries(joined) } };
}
