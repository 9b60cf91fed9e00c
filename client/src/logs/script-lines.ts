/** A line of a program, as a traceback names it. */
export interface ScriptLine {
  /** In the container. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Where it stands in the text. */
  readonly start: number;
  readonly length: number;
}

/** Python, then `/path/file.ext:12`, as Node.js, R, shells and compilers write it. */
const PATTERNS = [
  /File "(?<path>\/[^"]+)", line (?<line>\d+)/g,
  /(?<![\w/:.])(?<path>(?:\/[\w.@+-]+)+\.\w+)(?::| line |: line )(?<line>\d+)/g,
];

/** Files that came with Python or Node.js and its packages are not the user's. */
const FOREIGN = /\/(?:site-packages|dist-packages|node_modules|lib\/python[\d.]+)\//;

/** Every such line in a text, in order. */
export function scriptLines(text: string): readonly ScriptLine[] {
  const found = PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match): ScriptLine => {
      const { path = '', line = '1' } = match.groups ?? {};
      return { path, line: Number(line), start: match.index, length: match[0].length };
    }),
  );
  return found.filter(({ path }) => !FOREIGN.test(path)).sort((a, b) => a.start - b.start);
}

/** The innermost line of the user's own code: tracebacks have it last. */
export function lastScriptLine(text: string): ScriptLine | undefined {
  return scriptLines(text).at(-1);
}
