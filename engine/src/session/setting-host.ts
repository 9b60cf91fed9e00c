import type { GivenHost } from '../docker/engine-address';

/** As the editor’s settings call it. */
const SETTING = 'sagemaker.docker.host';

/** The engine’s address that the editor’s setting gives: what goes wrong there is put right there. */
export function hostOfSetting(address: string | undefined): GivenHost | undefined {
  return address === undefined ? undefined : { address, from: `the setting ${SETTING}` };
}
