/** What a task does; the words of `tasks.json`. */
export const ACTIONS = ['build', 'train', 'serve', 'process', 'transform', 'test'] as const;

export type Action = (typeof ACTIONS)[number];

/** A task of type `sagemaker`, as `tasks.json` has it. Paths are relative to the workspace folder, or absolute. */
export interface Definition {
  readonly action: Action;
  readonly dockerfile: string | undefined;
  readonly request: string | undefined;
  /** `NAME=value`: build arguments of a build, hyperparameters of a training. */
  readonly args: Readonly<Record<string, string>>;
}

/** Reads a definition. A string: what is wrong with it, for people. */
export function readDefinition(value: Readonly<Record<string, unknown>>): Definition | string {
  const action = ACTIONS.find((it) => it === value['action']);
  if (action === undefined) return `"action" is one of ${ACTIONS.join(', ')}.`;
  const path = (name: string): string | undefined => {
    const said = value[name];
    return typeof said === 'string' && said !== '' ? said : undefined;
  };
  const dockerfile = path('dockerfile');
  const request = path('request');
  if (dockerfile === undefined && request === undefined) return 'Say the "dockerfile" or the "request" of the task.';
  if (request !== undefined && (action === 'build' || action === 'test')) {
    return `A task that has the action "${action}" needs a "dockerfile", not a "request".`;
  }
  const args = readArgs(value['args'] ?? []);
  if (typeof args === 'string') return args;
  if (Object.keys(args).length > 0 && action !== 'build' && action !== 'train') {
    return `"args" are build arguments of a build or hyperparameters of a training; "${action}" has none.`;
  }
  return { action, dockerfile, request, args };
}

function readArgs(value: unknown): Readonly<Record<string, string>> | string {
  if (!Array.isArray(value)) return '"args" is a list of texts such as "epochs=3".';
  const found: Record<string, string> = {};
  for (const text of value as readonly unknown[]) {
    const at = typeof text === 'string' ? text.indexOf('=') : -1;
    if (typeof text !== 'string' || at < 1) return `"args" has ${JSON.stringify(text)}: write "name=value".`;
    found[text.slice(0, at)] = text.slice(at + 1);
  }
  return found;
}

/** `train: train.training-job.json` */
export function taskName({
  action,
  dockerfile,
  request,
}: Pick<Definition, 'action' | 'dockerfile' | 'request'>): string {
  return `${action}: ${request ?? dockerfile ?? ''}`;
}

/** What the roles of a Dockerfile let it be used for, besides being built. */
export function actionsOf(roles: readonly string[]): readonly Action[] {
  const has = (...wanted: readonly string[]): boolean => wanted.some((role) => roles.includes(role));
  return [
    'build',
    ...(has('training') ? (['train'] as const) : []),
    ...(has('inference', 'multi-model', 'pipeline') ? (['serve'] as const) : []),
    ...(has('processing') ? (['process'] as const) : []),
    ...(has('training', 'inference') ? (['test'] as const) : []),
  ];
}

const BY_ENDING: readonly (readonly [string, Action])[] = [
  ['.training-job.json', 'train'],
  ['.processing-job.json', 'process'],
  ['.transform-job.json', 'transform'],
  ['.endpoint.json', 'serve'],
];

/** What is done with a request document; undefined: its name says nothing. */
export function actionOfRequest(path: string): Action | undefined {
  return BY_ENDING.find(([ending]) => path.endsWith(ending))?.[1];
}

/** How the process of a job's task ends: as its container did where that is known, else 0 or 1. */
export function exitCodeOf(status: string | undefined, reason: string | undefined): number {
  if (status === 'Completed') return 0;
  const code = Number(/exit code: (\d+)$/.exec(reason ?? '')?.[1] ?? 1);
  return code === 0 ? 1 : code;
}
