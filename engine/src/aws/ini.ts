/** Settings of a section; those below `services` are named `s3.endpoint_url`. */
export type Section = ReadonlyMap<string, string>;

/**
 * The sections of a file of `~/.aws` by their titles (`default`, `profile x`, `sso-session y`), read as the AWS CLI does:
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function readIni(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let parent: string | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = withoutComment(raw);
    const bare = line.trim();
    if (bare === '') continue;
    if (bare.startsWith('[')) {
      const title = titleOf(bare);
      section = sections.get(title) ?? new Map<string, string>();
      sections.set(title, section);
      parent = undefined;
      continue;
    }
    const at = bare.indexOf('=');
    if (section === undefined || at < 1) continue;
    const name = bare.slice(0, at).trim().toLowerCase();
    const value = bare.slice(at + 1).trim();
    if (/^\s/.test(line) && parent !== undefined) section.set(`${parent}.${name}`, value);
    else {
      section.set(name, value);
      parent = value === '' ? name : undefined;
    }
  }
  return sections;
}

/** A comment begins a line, or follows a space. */
function withoutComment(line: string): string {
  return line.split(/(?:^|\s)[#;]/, 1)[0] ?? '';
}

/** `[ profile "a b" ]` → `profile a b`. */
function titleOf(heading: string): string {
  const end = heading.indexOf(']');
  const inner = heading.slice(1, end < 0 ? undefined : end).trim();
  const [, word = '', rest] = /^(profile|sso-session|services)\s+(.*)$/.exec(inner) ?? [];
  if (rest === undefined) return inner;
  return `${word} ${/^(["'])(.*)\1$/.exec(rest)?.[2] ?? rest}`;
}
