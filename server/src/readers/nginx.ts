import type { Range } from 'vscode-languageserver-types';
import { normalHost, parsePort } from './bind-address';
import type { NginxDirective, NginxTree } from './nginx-syntax';
import { parseNginx } from './nginx-syntax';
import { indexText } from './text-index';
import type { TextIndex } from './text-index';
import type { Located, NginxFacts } from './types';

/** Files that come with nginx and hold no server, location or limit. */
const HARMLESS_INCLUDES =
  /(?:^|\/)(?:mime\.types|fastcgi_params|fastcgi\.conf|uwsgi_params|scgi_params|proxy_params|koi-utf|koi-win|win-utf)$|modules-enabled\/|\/modules\/[^/]*\.conf$/;
const HANDLERS = new Set([
  'uwsgi_pass',
  'fastcgi_pass',
  'grpc_pass',
  'scgi_pass',
  'memcached_pass',
  'js_content',
  'perl',
  'alias',
  'root',
  'try_files',
  'empty_gif',
  'stub_status',
  'content_by_lua_block',
  'content_by_lua_file',
  'content_by_lua',
  'rewrite',
  'echo',
]);

/** What a server needs to know of a configuration of nginx. Any text will do. */
export function readNginx(text: string): NginxFacts {
  const tree = parseNginx(text);
  const index = indexText(text);
  const http = tree.directives.map((_, i) => !within(tree, i, 'stream') && !within(tree, i, 'mail'));
  const named = (name: string): NginxDirective[] =>
    tree.directives.filter((it, i) => it.name === name && http[i] === true);
  const one = <T>(name: string, read: (word: string) => T | undefined): Located<T>[] =>
    named(name).flatMap((it) => {
      const value = read(it.words[0]?.text ?? '');
      return value === undefined ? [] : [{ value, range: rangeOf(index, it) }];
    });
  const includes = tree.directives
    .filter((it) => it.name === 'include')
    .map((it) => ({ value: it.words[0]?.text ?? '', range: rangeOf(index, it) }));
  const limits = [...named('client_max_body_size'), ...named('proxy_read_timeout')];
  return {
    listens: listensOf(tree, http, index),
    locations: locationsOf(tree, index),
    upstreams: upstreamsOf(tree, http, index),
    proxyPasses: one('proxy_pass', (word) => word),
    clientMaxBodySize: most(one('client_max_body_size', parseNginxSize), (size) => (size === 0 ? Infinity : size)),
    proxyReadTimeout: most(one('proxy_read_timeout', parseNginxTime), (seconds) => seconds),
    proxyBuffering: last(one('proxy_buffering', onOff)),
    daemon: last(one('daemon', onOff)),
    accessLog: last(one('access_log', (word) => word)),
    errorLog: last(one('error_log', (word) => word)),
    proxyHttpVersion: last(one('proxy_http_version', (word) => word)),
    includes,
    serversWithoutListen: serversWithoutListen(tree, http, index),
    complete:
      tree.balanced &&
      includes.every((it) => HARMLESS_INCLUDES.test(it.value)) &&
      limits.every((it) => it.words[0]?.template === false) &&
      !tree.directives.some((it) => /^(?:\{[{%]|<%|[@$%]|__)/.test(it.name)),
  };
}

/** Bytes of an nginx size (`10m`, `1g`, `0`); undefined when it is none. */
export function parseNginxSize(text: string): number | undefined {
  const match = /^(\d+)([kmg]?)$/i.exec(text);
  if (!match) return undefined;
  const unit = (match[2] ?? '').toLowerCase();
  return Number(match[1]) * (unit === 'k' ? 1024 : unit === 'm' ? 1024 ** 2 : unit === 'g' ? 1024 ** 3 : 1);
}

const SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 2_592_000,
  y: 31_536_000,
};

/** Seconds of an nginx time (`60s`, `1h 30m`, `500ms`, `3600`); undefined when it is none. */
export function parseNginxTime(text: string): number | undefined {
  if (!/^(?:\d+(?:ms|[smhdwMy])\s*)*\d*$/.test(text) || !/\d/.test(text)) return undefined;
  let seconds = 0;
  for (const match of text.matchAll(/(\d+)(ms|[smhdwMy])?/g))
    seconds += Number(match[1]) * (SECONDS[match[2] ?? 's'] ?? 1);
  return seconds;
}

function listensOf(tree: NginxTree, http: readonly boolean[], index: TextIndex): NginxFacts['listens'] {
  return tree.directives.flatMap((it, i) => {
    const parent = tree.directives[it.parent];
    const word = it.words[0];
    if (it.name !== 'listen' || parent?.name !== 'server' || !http[i] || !word) return [];
    const ssl = it.words.some((option) => option.text === 'ssl' || option.text === 'quic');
    const { port, address } = word.template ? parseListen(word.text, true) : parseListen(word.text, false);
    return [{ value: { port, address, raw: word.text, ssl }, range: rangeOf(index, it) }];
  });
}

/** Address and port of a `listen`; a template leaves unknown what it touches. */
function parseListen(text: string, template: boolean): { port: number | undefined; address: string | undefined } {
  if (text.startsWith('unix:')) return { port: undefined, address: text };
  const port = parsePort(text);
  if (port !== undefined) return { port, address: undefined };
  const match = /^(\[[^\]]*\]|[\w.*-]+)(?::(.*))?$/.exec(text);
  if (!match) return { port: undefined, address: undefined };
  const address = normalHost((match[1] ?? '').replace(/^\[|\]$/g, ''));
  if (template) return { port: undefined, address: /^[\d.*[]/.test(text) ? address : undefined };
  return { port: match[2] === undefined ? 80 : parsePort(match[2]), address };
}

function locationsOf(tree: NginxTree, index: TextIndex): NginxFacts['locations'] {
  const found = new Map<
    number,
    {
      modifier: string;
      pattern: string;
      proxyPass: string | undefined;
      returns: string | undefined;
      handler: string | undefined;
    }
  >();
  tree.directives.forEach((it, i) => {
    if (it.name === 'location' && it.block) {
      const words = it.words.map((word) => word.text);
      const modifier = words.length > 1 ? (words[0] ?? '') : (/^(?:=|~\*?|\^~)(?=.)/.exec(words[0] ?? '')?.[0] ?? '');
      const pattern = words.length > 1 ? words.slice(1).join(' ') : (words[0] ?? '').slice(modifier.length);
      found.set(i, { modifier, pattern, proxyPass: undefined, returns: undefined, handler: undefined });
      return;
    }
    const location = found.get(nearest(tree, i, 'location'));
    if (!location) return;
    const first = it.words[0]?.text ?? '';
    if (it.name === 'proxy_pass') location.proxyPass ??= first;
    else if (it.name === 'return') location.returns ??= it.words.map((word) => word.text).join(' ');
    else if (HANDLERS.has(it.name)) location.handler ??= it.name;
  });
  return [...found].flatMap(([i, value]) => {
    const directive = tree.directives[i];
    return directive ? [{ value, range: rangeOf(index, directive) }] : [];
  });
}

function upstreamsOf(tree: NginxTree, http: readonly boolean[], index: TextIndex): NginxFacts['upstreams'] {
  const servers = new Map<number, string[]>();
  tree.directives.forEach((it, i) => {
    if (it.name === 'upstream' && it.block && http[i]) servers.set(i, []);
    else if (it.name === 'server' && !it.block && it.words[0]) servers.get(it.parent)?.push(it.words[0].text);
  });
  return [...servers].flatMap(([i, list]) => {
    const directive = tree.directives[i];
    return directive
      ? [{ value: { name: directive.words[0]?.text ?? '', servers: list }, range: rangeOf(index, directive) }]
      : [];
  });
}

function serversWithoutListen(tree: NginxTree, http: readonly boolean[], index: TextIndex): readonly Range[] {
  const listening = new Set(
    tree.directives.filter((it) => it.name === 'listen' || it.name === 'include').map((it) => it.parent),
  );
  return tree.directives.flatMap((it, i) =>
    it.name === 'server' && it.block && http[i] && !listening.has(i) ? [rangeOf(index, it)] : [],
  );
}

/** Nesting deeper than this is no configuration; the bound keeps odd texts linear. */
const MAX_DEPTH = 50;

function nearest(tree: NginxTree, i: number, name: string): number {
  let at = tree.directives[i]?.parent ?? -1;
  for (let depth = 0; at >= 0 && depth < MAX_DEPTH; depth++) {
    if (tree.directives[at]?.name === name) return at;
    at = tree.directives[at]?.parent ?? -1;
  }
  return -1;
}

function within(tree: NginxTree, i: number, name: string): boolean {
  return nearest(tree, i, name) >= 0;
}

function rangeOf(index: TextIndex, it: NginxDirective): Range {
  return index.range(it.start, it.end);
}

function onOff(word: string): boolean | undefined {
  return word === 'on' ? true : word === 'off' ? false : undefined;
}

function last<T>(items: readonly T[]): T | undefined {
  return items.at(-1);
}

function most(items: readonly Located<number>[], weight: (value: number) => number): Located<number> | undefined {
  return items.reduce<Located<number> | undefined>(
    (best, it) => (best === undefined || weight(it.value) > weight(best.value) ? it : best),
    undefined,
  );
}
