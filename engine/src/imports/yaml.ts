/** A value of YAML; every scalar is text, but for an empty one. */
export type Yaml = string | null | readonly Yaml[] | { readonly [name: string]: Yaml };

/** What can't be read says on which line (from 1). */
export class YamlError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

interface Line {
  readonly indent: number;
  readonly text: string;
  readonly number: number;
}

/**
 * Reads the part of YAML in which compose files are written: block mappings and lists, flow lists, plain and quoted scalars,
 * comments. Throws a YamlError on anything else (anchors, aliases, tags, multi-line scalars, tabs), so that nothing is misread.
 */
export function readYaml(text: string): Yaml {
  const lines = text
    .split(/\r?\n/)
    .map((line, at): Line => ({
      indent: line.length - line.trimStart().length,
      text: withoutComment(line).trim(),
      number: at + 1,
    }))
    .filter((line) => line.text !== '' && line.text !== '---');
  const reader = new Reader(lines);
  const value = reader.block(0);
  const left = reader.peek();
  if (left !== undefined) throw new YamlError('This line stands in no place that it could belong to.', left.number);
  return value;
}

class Reader {
  private next = 0;

  constructor(private readonly lines: readonly Line[]) {}

  peek(): Line | undefined {
    return this.lines[this.next];
  }

  /** The value whose lines are indented by `least` or more. */
  block(least: number): Yaml {
    const first = this.peek();
    if (first === undefined || first.indent < least) return null;
    return first.text === '-' || first.text.startsWith('- ') ? this.list(first.indent) : this.mapping(first.indent);
  }

  private list(indent: number): Yaml {
    const items: Yaml[] = [];
    for (let line = this.peek(); line?.indent === indent && /^-(?: |$)/.test(line.text); line = this.peek()) {
      const rest = line.text.slice(1).trimStart();
      if (rest !== '' && keyOf(rest) !== undefined) {
        // A mapping that begins behind the dash: its first line is read as one of its own.
        const inner = indent + line.text.length - rest.length;
        this.replace({ indent: inner, text: rest, number: line.number });
        items.push(this.mapping(inner));
      } else {
        this.next += 1;
        items.push(rest === '' ? this.block(indent + 1) : scalar(rest, line.number));
      }
    }
    return items;
  }

  private mapping(indent: number): Yaml {
    const members: Record<string, Yaml> = {};
    for (let line = this.peek(); line?.indent === indent; line = this.peek()) {
      const found = keyOf(line.text);
      if (found === undefined) throw new YamlError('There is no `name:` on this line.', line.number);
      this.next += 1;
      members[found.key] = found.rest === '' ? this.nested(indent) : scalar(found.rest, line.number);
    }
    return members;
  }

  /** Lists may stand as far left as the name of their mapping. */
  private nested(indent: number): Yaml {
    const line = this.peek();
    return line?.indent === indent && /^-(?: |$)/.test(line.text) ? this.list(indent) : this.block(indent + 1);
  }

  private replace(line: Line): void {
    (this.lines as Line[])[this.next] = line;
  }
}

function keyOf(text: string): { readonly key: string; readonly rest: string } | undefined {
  const found = /^(?:"([^"]*)"|'([^']*)'|([^\s"'[\]{}#&*!|>%@`-][^"'[\]{}#]*?|-[^\s][^"'#]*?))\s*:(?:\s+(.*))?$/.exec(
    text,
  );
  if (found === null) return undefined;
  const [, double, single, plain, rest] = found;
  return { key: double ?? single ?? plain ?? '', rest: rest ?? '' };
}

function scalar(text: string, line: number): Yaml {
  if (text.startsWith('[') && text.endsWith(']')) return flowItems(text.slice(1, -1)).map((item) => scalar(item, line));
  if (text === '{}') return {};
  if (/^[[{&*!|>%@`]/.test(text))
    throw new YamlError(`“${text.slice(0, 20)}” is a form of YAML that is not read here.`, line);
  const quoted = /^"((?:[^"\\]|\\.)*)"$|^'((?:[^']|'')*)'$/.exec(text);
  if (quoted !== null) return quoted[1]?.replaceAll(/\\(.)/g, '$1') ?? quoted[2]?.replaceAll("''", "'") ?? '';
  if (/^["']/.test(text)) throw new YamlError('This text in quotes does not end on its line.', line);
  return text === '~' || text === 'null' ? null : text;
}

function flowItems(text: string): readonly string[] {
  return (text.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^,])+/g) ?? [])
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** `#` begins a comment at the start of a line or behind a blank, outside quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? '';
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if ((sign === '"' || sign === "'") && /[\s[,:-]$|^$/.test(line.slice(0, at))) quote = sign;
    else if (sign === '#' && (at === 0 || /\s/.test(line[at - 1] ?? ''))) return line.slice(0, at);
  }
  return line;
}
