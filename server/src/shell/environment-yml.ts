/** Packages of a conda environment.yml: those of conda, and those of its `pip:` list. Takes any text. */
export function environmentPackages(text: string): {
  readonly conda: readonly string[];
  readonly pip: readonly string[];
} {
  const conda: string[] = [];
  const pip: string[] = [];
  let inside = false;
  let pipIndent: number | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:#|$)/.test(line)) {
      continue;
    }
    const item = /^(\s*)-\s+(.*)$/.exec(line);
    if (item === null) {
      const key = /^(\w+)\s*:/.exec(line)?.[1];
      inside = key === undefined ? inside : key === 'dependencies';
      pipIndent = undefined;
      continue;
    }
    const indent = item[1]?.length ?? 0;
    const value = unquote(item[2] ?? '');
    if (pipIndent !== undefined && indent <= pipIndent) {
      pipIndent = undefined;
    }
    if (inside && /^pip\s*:$/.test(value)) {
      pipIndent = indent;
    } else if (inside) {
      (pipIndent === undefined ? conda : pip).push(value);
    }
  }
  return { conda, pip };
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(value)?.[2];
  return (quoted ?? value.replace(/\s+#.*$/, '')).trim();
}
