import type { LaunchProgress } from '../../engine/src/aws/launch';
import type { LaunchPlan } from '../../engine/src/aws/launch-plan';
import type { Offer, PreflightItem } from '../../engine/src/aws/preflight-types';
import { sizeText } from '../../engine/src/session/size-text';
import type { Progress } from './progress';

/** What a launch will do, a line each. `kept`: images that stay as the request names them. */
export function launchLines({ needs, uploads, pushes }: LaunchPlan, kept: readonly string[]): readonly string[] {
  const sent = pushes.filter(({ image }) => !kept.includes(image.requested));
  return [
    ...kept.map((image) => `keep    ${image}; with --to, what the overlay has for it is pushed instead`),
    ...sent.map(({ image }) => `push    ${image.build?.dockerfile ?? image.local} for ${image.requested}`),
    ...uploads.map(({ from, to }) => `upload  ${from} to ${to}`),
    ...needs.creates.map(({ what, name, updated }) => `${updated === true ? 'update' : 'create'}  ${what} ${name}`),
  ];
}

const MARKS = { passed: 'ok     ', warning: 'warning', failed: 'failed ', unknown: 'unknown' } as const;

const FLAGS: Readonly<Record<Offer, string>> = {
  'create-bucket': 'With --create-bucket the launch creates it.',
  'update-endpoint': 'With --update it gets the new configuration.',
  'probe-outputs': 'With --probe an empty object is written there, and deleted again.',
};

/** How one thing stands before a launch. */
export function itemLine({ title, status, detail, remedy, offer }: PreflightItem): string {
  const more = [remedy, offer === undefined ? undefined : FLAGS[offer]].filter((it) => it !== undefined);
  return [`${MARKS[status]} ${title}: ${detail}`, ...more].join(' ');
}

/** Tells what a launch is at. */
export function launchReporter(progress: Progress): (event: LaunchProgress) => void {
  return (event) => {
    switch (event.step) {
      case 'build':
        progress.line(`Building ${event.image.local}.`);
        break;
      case 'push': {
        const { done, layers, current, total } = event.progress;
        progress.passing(`${done} of ${layers.length} layers, ${sizeText(current)} of ${sizeText(total)}`);
        break;
      }
      case 'pushed':
        progress.line(`Pushed ${event.pushed.uri}.`);
        break;
      case 'bucket':
        progress.line(`The bucket ${event.bucket} is there.`);
        break;
      case 'upload': {
        const { filesDone, files, current, total } = event.progress;
        progress.passing(`${filesDone} of ${files} files, ${sizeText(current)} of ${sizeText(total)}`);
        break;
      }
      case 'uploaded': {
        const { sent, skipped, others, to } = event.uploaded;
        progress.line(`Uploaded ${sent} files to ${to}; ${skipped} were there already.`);
        if (others.length > 0) progress.line(`${others.length} other objects are below ${to}; the job reads them too.`);
        break;
      }
      case 'created': {
        const { what, name, updated } = event.creation;
        progress.line(`${updated === true ? 'Updating the' : 'Created'} ${what} ${name}.`);
        break;
      }
    }
  };
}
