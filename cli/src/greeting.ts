import type { ServingPlan } from '../../engine/src/plan/types';

/** What is served, and how it is reached. */
export interface Served {
  readonly name: string;
  readonly serving: Pick<ServingPlan, 'mode' | 'asynchronous'> | undefined;
  /** Of the proxy that AWS's SDKs can talk to. */
  readonly url: string;
  /** What people type to call this program. */
  readonly program: string;
}

/** Lines for those who have just started an endpoint: a command that works as it is but for the file, and the address. */
export function greeting({ name, serving, url, program }: Served): readonly string[] {
  const words = ['invoke', name, ...(serving === undefined ? [] : targetOf(serving)), '--data', '<file>'];
  return [
    `${name}: InService. Try it: ${program} ${words.join(' ')}; Ctrl-C ends it.`,
    `${name}: clients of the AWS SDKs reach it with AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME=${url} (any credentials will do).`,
  ];
}

function targetOf({ mode, asynchronous }: Pick<ServingPlan, 'mode' | 'asynchronous'>): readonly string[] {
  if (asynchronous) return ['--async'];
  if (mode === 'multi-model') return ['--target-model', '<archive.tar.gz>'];
  return mode === 'direct' ? ['--target-container', '<hostname>'] : [];
}
