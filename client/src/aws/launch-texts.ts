import type { LaunchProgress } from '../../../engine/src/aws/launch';
import type { LaunchPlan } from '../../../engine/src/aws/launch-plan';

/** `2 × ml.m5.large`; with a price for an hour behind it where one is known. */
export function instancesText({ needs: { instances } }: Pick<LaunchPlan, 'needs'>): string {
  return instances.map(({ type, count }) => `${count} × ${type}`).join(', ');
}

/** How far something is, in hundredths; undefined while nobody knows how much there is. */
export function share(current: number, total: number): number | undefined {
  return total > 0 ? Math.min(100, Math.floor((current / total) * 100)) : undefined;
}

/** How far a launch is: bytes of what is on its way. */
export function bytesOf(event: LaunchProgress): { readonly current: number; readonly total: number } | undefined {
  return event.step === 'push' || event.step === 'upload' ? event.progress : undefined;
}
