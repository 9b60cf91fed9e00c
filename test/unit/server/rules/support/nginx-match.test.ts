import { describe, expect, it } from 'vitest';
import { readNginx } from '../../../../../server/src/readers/nginx';
import { locationFor } from '../../../../../server/src/rules/support/nginx-match';

function match(locations: string, path: string): string | undefined {
  const text = `http { server { listen 8080; ${locations
    .split('|')
    .map((it) => `location ${it} { return 200; }`)
    .join('\n')} } }`;
  const found = locationFor(readNginx(text).locations, path);
  return found === undefined || found === 'unknown' ? found : `${found.value.modifier} ${found.value.pattern}`.trim();
}

describe('locationFor', () => {
  it('prefers the exact one to everything', () => {
    expect(match('/ping|~ ^/ping|= /ping', '/ping')).toBe('= /ping');
    expect(match('= /ping', '/ping/')).toBeUndefined();
  });

  it('takes the longest prefix', () => {
    expect(match('/|/invo|/in', '/invocations')).toBe('/invo');
    expect(match('/predict', '/invocations')).toBeUndefined();
  });

  it('lets an expression win over a prefix, but not over ^~', () => {
    expect(match('/ping|~ ping', '/ping')).toBe('~ ping');
    expect(match('^~ /ping|~ ping', '/ping')).toBe('^~ /ping');
    expect(match('^~ /pi|/ping|~ ping', '/ping')).toBe('~ ping');
  });

  it('takes the first expression that fits, minding the case', () => {
    expect(match('~ ^/PING$|~* ^/PING$|~ ^/ping$', '/ping')).toBe('~* ^/PING$');
  });

  it('does not know what it can not read', () => {
    expect(match('~ (?i)^/other$', '/ping')).toBe('unknown');
    expect(match('${PING}', '/ping')).toBe('unknown');
  });

  it('never takes a named location', () => {
    expect(match('@ping', '@ping')).toBeUndefined();
  });
});
