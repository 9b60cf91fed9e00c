import type { Fix } from '../../lint/finding';
import { replaceIn } from './edits';
import { textAt, type WebRoute } from './web-app';

/** A second decorator above a route, so that its function answers the path too. Undefined where the route is no decorator on one line. */
export function aliasRoute(route: WebRoute, path: string): Fix | undefined {
  const { file, range } = route;
  const text = textAt(file, range);
  const line = (file.text ?? '').split('\n')[range.start.line] ?? '';
  const before = line.slice(0, range.start.character);
  const quoted = new RegExp(`(["'])${escape(route.path)}\\1`);
  if (file.source === undefined || text.includes('\n') || !/^\s*@$/.test(before) || !quoted.test(text))
    return undefined;
  const start = { line: range.start.line, character: 0 };
  const decorator = text.replace(quoted, (_all, quote: string) => `${quote}${path}${quote}`);
  return {
    title: `Answer \`${path}\` like \`${route.path}\``,
    edits: [replaceIn(file.source, { start, end: start }, `${before}${decorator}\n`)],
    safe: false,
  };
}

/** Lets a route answer a further method: in its `methods=[…]`, in a new one, or by another verb of the decorator. */
export function allowMethod(route: WebRoute, method: string): Fix | undefined {
  const { file, range } = route;
  const text = textAt(file, range);
  if (file.source === undefined || text.includes('\n')) return undefined;
  const list = /\bmethods\s*=\s*[[({]\s*(?=["'])/.exec(text);
  const verb = /\.(?:get|post|put|delete|patch|head|options)\(/.exec(text);
  const title = `Let it answer ${method}`;
  const at = (offset: number): { line: number; character: number } => ({
    line: range.start.line,
    character: range.start.character + offset,
  });
  if (list) {
    const end = at(list.index + list[0].length);
    return { title, edits: [replaceIn(file.source, { start: end, end }, `"${method}", `)], safe: true };
  }
  if (verb) {
    const edit = replaceIn(
      file.source,
      { start: at(verb.index + 1), end: at(verb.index + verb[0].length - 1) },
      method.toLowerCase(),
    );
    return { title, edits: [edit], safe: false };
  }
  if (!/\.(?:route|add_url_rule|api_route|add_api_route)\(.*\)$/.test(text) || /\bmethods?\s*=/.test(text))
    return undefined;
  const end = at(text.length - 1);
  return { title, edits: [replaceIn(file.source, { start: end, end }, `, methods=["GET", "${method}"]`)], safe: true };
}

/** Writes the path of a route without the slash at its end. */
export function dropSlash(route: WebRoute): Fix | undefined {
  const { file, range } = route;
  const at = textAt(file, range).indexOf(route.path);
  if (file.source === undefined || at < 0 || range.start.line !== range.end.line) return undefined;
  const character = range.start.character + at + route.path.length - 1;
  const { line } = range.start;
  return {
    title: `Write \`${route.path.slice(0, -1)}\``,
    edits: [replaceIn(file.source, { start: { line, character }, end: { line, character: character + 1 } }, '')],
    safe: true,
  };
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
