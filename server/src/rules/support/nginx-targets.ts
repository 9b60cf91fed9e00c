import { parseBindAddress } from '../../readers/bind-address';
import type { Range } from 'vscode-languageserver-types';
import { INVOCATIONS_PATH, PING_PATH } from '../../../../contract/serving';
import { locationFor } from './nginx-match';
import type { NginxConfig } from './serving';

/** Where nginx passes requests on to. */
export interface ProxyTarget {
  readonly config: NginxConfig;
  /** The directive that names the address: the upstream, or the location. */
  readonly range: Range;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly socket: string | undefined;
  /** As written. */
  readonly text: string;
  /** The path is changed on the way. */
  readonly changesPath: boolean;
  /** The `proxy_pass` that leads here, as written. */
  readonly pass: string;
}

/** All addresses that `proxy_pass` leads to, upstreams looked up in all configurations. Those with variables are left out. */
function proxyTargets(configs: readonly NginxConfig[]): readonly ProxyTarget[] {
  const upstreams = configs.flatMap((config) => config.facts.upstreams.map((it) => ({ config, ...it })));
  return configs.flatMap((config) =>
    config.facts.proxyPasses.flatMap(({ value, range }) => {
      const match = /^https?:\/\/(unix:[^:]{1,200}|[^/]{1,200})(.*)$/s.exec(value);
      const authority = match?.[1];
      if (authority === undefined || /[$%<{]/.test(value)) return [];
      const changesPath = (match?.[2] ?? '') !== '' && !/^:?\/?$/.test(match?.[2] ?? '');
      const named = upstreams.filter((it) => it.value.name === authority);
      if (named.length === 0) return [targetOf(config, range, authority, changesPath, value)];
      return named.flatMap((it) =>
        it.value.servers.map((text) => targetOf(it.config, it.range, text, changesPath, value)),
      );
    }),
  );
}

/** Of these, where the requests of SageMaker go: one list for each `proxy_pass` that `/ping` or `/invocations` reaches. */
export function contractTargets(configs: readonly NginxConfig[]): readonly (readonly ProxyTarget[])[] {
  const locations = configs.flatMap((it) => it.facts.locations);
  const passes = new Set(
    [PING_PATH, INVOCATIONS_PATH].flatMap((path) => {
      const found = locationFor(locations, path);
      return found === undefined || found === 'unknown' || found.value.proxyPass === undefined
        ? []
        : [found.value.proxyPass];
    }),
  );
  const targets = proxyTargets(configs);
  return [...passes].map((pass) => targets.filter((it) => it.pass === pass));
}

function targetOf(config: NginxConfig, range: Range, text: string, changesPath: boolean, pass: string): ProxyTarget {
  const address = parseBindAddress(text);
  const port = address.port ?? (address.socket === undefined && !address.portUnknown ? 80 : undefined);
  return { config, range, host: address.host, port, socket: address.socket, text, changesPath, pass };
}
