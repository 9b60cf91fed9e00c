import { CREDENTIAL_VARIABLES } from '../../../contract/environment';
import type { RunPlan } from './types';

const NAMES = /SECRET|TOKEN$|PASSW|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL/i;
/** `postgres://me:hush@host` */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/** In place of a secret. */
const HIDDEN = '***';

/** Whether a variable holds a secret, by its name or by the form of its value. Secrets go into no file and no log of ours. */
export function isSecret(name: string, value: string): boolean {
  return CREDENTIAL_VARIABLES.includes(name) || NAMES.test(name) || URL_WITH_PASSWORD.test(value);
}

/** The plan as it may be printed and kept: nothing runs by it any more. */
export function withoutSecrets(plan: RunPlan): RunPlan {
  return {
    ...plan,
    images: plan.images.map((image) =>
      image.build === undefined
        ? image
        : { ...image, build: { ...image.build, buildArguments: hidden(image.build.buildArguments) } },
    ),
    containers: plan.containers.map((container) => ({ ...container, environment: hidden(container.environment) })),
  };
}

function hidden(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, isSecret(name, value) ? HIDDEN : value]),
  );
}
