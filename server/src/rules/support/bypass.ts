import { SERVING_PORT } from '../../../../contract/serving';
import type { Subject } from '../../subject';
import { startsUnseenProgram } from './other-programs';
import { settingsOf } from './server-address';
import { applicationServers, isProxied } from './serving';

/**
 * Does SageMaker talk to nginx? `no`: the application itself listens on the port that SageMaker calls. `maybe`: a program
 * whose port is not known might, or nginx is not surely started.
 */
export function isNginxInFront(subject: Subject): 'yes' | 'maybe' | 'no' {
  const settings = applicationServers(subject).map((it) => settingsOf(subject, it));
  if (settings.some((it) => it.port.state !== 'unknown' && it.socket === undefined && it.port.value === SERVING_PORT))
    return 'no';
  const isOpen = settings.some((it) => it.port.state === 'unknown' && it.socket === undefined);
  return isOpen || !isProxied(subject) || startsUnseenProgram(subject) ? 'maybe' : 'yes';
}
