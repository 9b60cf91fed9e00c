import { parseBindAddress } from './bind-address';
import { fillText } from './template';
import { indexText } from './text-index';
import type { Located, PropertiesFacts } from './types';

/** Reads a Java-style properties file, and of it what TorchServe and Multi Model Server look at. */
export function readProperties(text: string): PropertiesFacts {
  const entries = readEntries(text);
  const inference = entries.get('inference_address');
  const filled = inference && fillText(inference.value);
  const address = filled && parseBindAddress(filled.text);
  const management = entries.get('management_address');
  const managementPort = management && parseBindAddress(fillText(management.value).text).port;
  return {
    entries,
    inferenceAddress: inference,
    host: locate(address?.host, inference),
    port: locate(address?.port, inference),
    portVariables: filled?.variables ?? [],
    dynamic: filled?.dynamic ?? false,
    managementPort: locate(managementPort, management),
    maxRequestSize: numberOf(entries.get('max_request_size')),
    maxResponseSize: numberOf(entries.get('max_response_size')),
    responseTimeout: numberOf(entries.get('default_response_timeout')),
    workersPerModel: numberOf(entries.get('default_workers_per_model')),
    tls: inference !== undefined && /^\s*https:/i.test(inference.value),
  };
}

function readEntries(text: string): ReadonlyMap<string, Located<string>> {
  const index = indexText(text);
  const entries = new Map<string, Located<string>>();
  let at = 0;
  while (at < text.length) {
    const start = at;
    let value = '';
    let end = lineEndFrom(text, at);
    for (;;) {
      const piece = text.slice(at, end);
      at = end + (text.startsWith('\r\n', end) ? 2 : 1);
      const comment = value === '' && /^[ \t\f]*[#!]/.test(piece);
      if (comment || !endsWithOddBackslashes(piece) || at >= text.length) {
        value += value === '' ? piece : piece.trimStart();
        break;
      }
      value += (value === '' ? piece : piece.trimStart()).slice(0, -1);
      end = lineEndFrom(text, at);
    }
    const entry = parseEntry(value);
    if (entry) entries.set(entry.key, { value: entry.value, range: index.range(start, end) });
  }
  return entries;
}

function lineEndFrom(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i;
  }
  return text.length;
}

function endsWithOddBackslashes(line: string): boolean {
  let count = 0;
  while (line[line.length - 1 - count] === '\\') count++;
  return count % 2 === 1;
}

/** Key and value part at the first `=`, `:` or blank that isn't escaped. */
function parseEntry(line: string): { key: string; value: string } | undefined {
  const body = line.trimStart();
  if (body === '' || body.startsWith('#') || body.startsWith('!')) return undefined;
  let i = 0;
  while (i < body.length && !/[=:\s]/.test(body[i] ?? '')) i += body[i] === '\\' ? 2 : 1;
  const key = unescape(body.slice(0, i));
  let rest = body.slice(i).trimStart();
  if (rest.startsWith('=') || rest.startsWith(':')) rest = rest.slice(1).trimStart();
  return { key, value: unescape(rest).trimEnd() };
}

function unescape(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, character: string) =>
    character === 'n' ? '\n' : character === 't' ? '\t' : character,
  );
}

function numberOf(entry: Located<string> | undefined): Located<number> | undefined {
  return entry && /^\d+$/.test(entry.value) ? { value: Number(entry.value), range: entry.range } : undefined;
}

function locate<T>(value: T | undefined, at: Located<unknown> | undefined): Located<T> | undefined {
  return value === undefined || at === undefined ? undefined : { value, range: at.range };
}
