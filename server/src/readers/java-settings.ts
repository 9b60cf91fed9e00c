import { readProperties } from './properties';
import { buildServer, noParts } from './server-start';
import type { GivenText } from './server-start';
import { indexText } from './text-index';
import type { ServerStart } from './types';

const PORT_KEYS = ['server.port', 'quarkus.http.port', 'micronaut.server.port'];
const HOST_KEYS = ['server.address', 'quarkus.http.host', 'micronaut.server.host'];

/** Where `application.properties` or `application.yml` of Spring Boot, Quarkus or Micronaut tells the server to listen; undefined when it says nothing. */
export function readJavaSettings(name: string, text: string): ServerStart | undefined {
  const found = /\.ya?ml$/.test(name) ? ofYaml(text) : ofProperties(text);
  const first = found.hosts[0] ?? found.ports[0];
  // What is not set here may be set by a profile, a variable or the command line.
  return first && buildServer({ ...noParts('other', first.range), ...found, open: true });
}

interface Found {
  readonly hosts: readonly GivenText[];
  readonly ports: readonly GivenText[];
}

function ofProperties(text: string): Found {
  const { entries } = readProperties(text);
  const of = (keys: readonly string[]): readonly GivenText[] =>
    keys.flatMap((key) => {
      const entry = entries.get(key);
      return entry ? [{ text: placeholders(entry.value), range: entry.range }] : [];
    });
  return { hosts: of(HOST_KEYS), ports: of(PORT_KEYS) };
}

/** The block `server:` at the left edge, and what is indented below it. */
function ofYaml(text: string): Found {
  const block = /^server:[ \t]*\r?\n((?:[ \t]+.*(?:\r?\n|$)|[ \t]*\r?\n)+)/m.exec(text);
  if (!block || /^---\s*$/m.test(text.slice(1))) return { hosts: [], ports: [] };
  const index = indexText(text);
  const from = block.index + block[0].length - (block[1] ?? '').length;
  const of = (key: string): readonly GivenText[] => {
    const entry = new RegExp(`^[ \\t]{1,8}${key}:[ \\t]*["']?([^"'#\\r\\n]*[^"'#\\r\\n\\s])`, 'm').exec(block[1] ?? '');
    if (entry?.[1] === undefined) return [];
    const start = from + entry.index + entry[0].length - entry[1].length;
    return [{ text: placeholders(entry[1]), range: index.range(start, start + entry[1].length) }];
  };
  return { hosts: of('address'), ports: of('port') };
}

/** `${PORT:8080}` of Spring is `${PORT:-8080}` here. */
function placeholders(value: string): string {
  return value.replace(/\$\{(\w+):(?!-)/g, '${$1:-');
}
