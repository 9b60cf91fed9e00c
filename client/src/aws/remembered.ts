/** What is remembered of a connection: names, nothing secret. */
export interface AwsName {
  /** Undefined: the environment, or the role of this machine. */
  readonly profile: string | undefined;
  readonly region: string;
}

/** `aws:<profile>:<region>`; without a profile `aws::<region>`. */
export function connectionId({ profile = '', region }: AwsName): string {
  return `aws:${profile}:${region}`;
}

/** `dev / eu-west-1`. */
export function connectionLabel({ profile, region }: AwsName, environment: string): string {
  return `${profile ?? environment} / ${region}`;
}

/** Reads what an earlier window left; what is no name is passed over. */
export function readNames(stored: unknown): readonly AwsName[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one: unknown): AwsName[] => {
    if (typeof one !== 'object' || one === null) return [];
    const profile: unknown = Reflect.get(one, 'profile');
    const region: unknown = Reflect.get(one, 'region');
    if (typeof region !== 'string' || region === '') return [];
    return [{ profile: typeof profile === 'string' ? profile : undefined, region }];
  });
}

/** The names with more behind them, each once. */
export function withNames(names: readonly AwsName[], more: readonly AwsName[]): readonly AwsName[] {
  const known = new Set(names.map(connectionId));
  return [...names, ...more.filter((one) => !known.has(connectionId(one)))];
}

export function withoutName(names: readonly AwsName[], id: string): readonly AwsName[] {
  return names.filter((one) => connectionId(one) !== id);
}
