export interface LineSplitter {
  /** The lines that these bytes complete. */
  push(bytes: Uint8Array): readonly string[];
  /** What is left when the writer has finished, if anything. */
  end(): readonly string[];
}

/** Makes lines from bytes that may be cut anywhere, also within a character. `longest`: characters; what is longer is cut. */
export function splitLines(longest: number): LineSplitter {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  const take = (): string => {
    const line = parts.join('');
    parts.length = 0;
    length = 0;
    return line;
  };
  const keep = (text: string, lines: string[]): void => {
    let rest = text;
    while (length + rest.length > longest) {
      parts.push(rest.slice(0, longest - length));
      rest = rest.slice(longest - length);
      lines.push(take());
    }
    if (rest !== '') parts.push(rest);
    length += rest.length;
  };
  const split = (text: string): string[] => {
    const lines: string[] = [];
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) lines.push(take());
      keep(piece, lines);
    }
    return lines;
  };
  return {
    push: (bytes) => split(decoder.decode(bytes, { stream: true })),
    end: () => {
      const lines = split(decoder.decode());
      const last = take();
      return last === '' ? lines : [...lines, last];
    },
  };
}
