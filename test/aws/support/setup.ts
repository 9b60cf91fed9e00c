import type { TestProject } from 'vitest/node';
import { startMoto } from './moto';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the AWS-protocol server. */
    motoUrl: string;
  }
}

/** Starts one moto server for all test files, and ends it. Without it nothing here can be tested: that is a failure. */
export default async function setup(project: TestProject): Promise<() => void> {
  const { url, stop } = await startMoto();
  project.provide('motoUrl', url);
  return stop;
}
