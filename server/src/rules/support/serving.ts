import type { ImageFile } from '../../context/types';
import type { NginxFacts } from '../../readers/types';
import type { FoundServer, Start } from '../../start/types';
import type { Subject } from '../../subject';
import { hasOnlyCmd } from './answered';

export interface NginxConfig {
  readonly file: ImageFile;
  readonly facts: NginxFacts;
}

/**
 * What brings the server up: the answer to `serve`. When CMD is the only start command, SageMaker never runs it, but it
 * shows what the author means to run; checking it too lets one pass find both defects.
 */
export function servingStart(subject: Subject): Start {
  const cmdIsMeant = subject.serve.outcome.kind === 'not-found' && hasOnlyCmd(subject) && !subject.has('processing');
  return cmdIsMeant ? subject.run : subject.serve;
}

/** The servers that SageMaker talks to: nginx when it stands in front, else the application servers that don't bind to a unix socket. */
export function frontServers(subject: Subject): readonly FoundServer[] {
  const servers = servingStart(subject).servers.filter((it) => !isForPeople(it, subject));
  const proxy = servers.filter(isProxy);
  if (proxy.length > 0) return proxy;
  return servers.filter((it) => it.server.socket === undefined);
}

/** The servers behind nginx, or all of them without it. */
export function applicationServers(subject: Subject): readonly FoundServer[] {
  return servingStart(subject).servers.filter((it) => !isProxy(it));
}

/** nginx's configurations when nginx stands in front of the application. */
export function frontNginx(subject: Subject): readonly NginxConfig[] {
  const { servers } = servingStart(subject);
  const onlySockets = servers.every((it) => it.server.socket !== undefined);
  return isProxied(subject) || onlySockets ? subject.nginxConfigs : [];
}

/** True when nginx stands between SageMaker and the application server. */
export function isProxied(subject: Subject): boolean {
  return servingStart(subject).servers.some(isProxy);
}

/** Notebooks, and demo pages that happen to lie beside SageMaker code, are not meant to answer SageMaker. */
function isForPeople({ server }: FoundServer, subject: Subject): boolean {
  if (server.program === 'jupyter') return true;
  return (
    !subject.roles.declared &&
    (server.program === 'streamlit' || server.program === 'gradio' || server.program === 'dash')
  );
}

function isProxy(found: FoundServer): boolean {
  return found.server.program === 'nginx';
}
