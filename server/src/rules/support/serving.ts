import type { ImageFile } from '../../context/types';
import type { NginxFacts } from '../../readers/types';
import type { FoundServer } from '../../start/types';
import type { Subject } from '../../subject';

const PROXIES = new Set(['nginx']);

/** The servers that SageMaker talks to: nginx when it stands in front, else the application servers that don't bind to a unix socket. */
export function frontServers(subject: Subject): readonly FoundServer[] {
  const { servers } = subject.serve;
  const proxy = servers.filter((it) => PROXIES.has(it.server.program));
  if (proxy.length > 0) return proxy;
  return servers.filter((it) => it.server.socket === undefined);
}

/** nginx's configuration when nginx stands in front of the application. */
export function frontNginx(subject: Subject): readonly { readonly file: ImageFile; readonly facts: NginxFacts }[] {
  const hasNginx = subject.serve.servers.some((it) => it.server.program === 'nginx');
  return hasNginx || subject.serve.servers.length === 0 ? subject.nginxConfigs : [];
}

/** True when nginx stands between SageMaker and the application server. */
export function isProxied(subject: Subject): boolean {
  return subject.serve.servers.some((it) => PROXIES.has(it.server.program));
}
