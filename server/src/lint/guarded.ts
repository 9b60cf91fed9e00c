/** The outcome of the action; undefined when it fails, which is reported under that name. */
export function guarded<T>(
  action: () => T,
  name: string,
  onError: (rule: string, error: unknown) => void,
): T | undefined {
  try {
    return action();
  } catch (error) {
    onError(name, error);
    return undefined;
  }
}
