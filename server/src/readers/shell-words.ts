/** One word of a command line given as one string, with its offsets in it. */
export interface PlainWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits a command line at blanks as `shlex.split` does: quotes and backslashes are honoured, variables stay as written. */
export function shellWords(text: string): readonly PlainWord[] {
  const words: PlainWord[] = [];
  let current: string | undefined;
  let start = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (quote === '' && /\s/.test(character)) {
      if (current !== undefined) words.push({ text: current, start, end: i });
      current = undefined;
      continue;
    }
    if (current === undefined) {
      current = '';
      start = i;
    }
    if (character === '\\' && quote !== "'") {
      i++;
      current += text[i] ?? '';
    } else if (quote === character) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else current += character;
  }
  if (current !== undefined) words.push({ text: current, start, end: text.length });
  return words;
}

/** Commands of a one-line shell script, split at `;`, `&`, `|` and line ends outside quotes. */
export function shellCommands(text: string): readonly (readonly PlainWord[])[] {
  const commands: PlainWord[][] = [];
  let quote = '';
  let from = 0;
  const add = (end: number): void => {
    const words = shellWords(text.slice(from, end)).map((it) => ({
      text: it.text,
      start: it.start + from,
      end: it.end + from,
    }));
    if (words.length > 0) commands.push(words);
    from = end + 1;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character === '\\' && quote !== "'") i++;
    else if (quote === character) quote = '';
    else if (quote !== '') continue;
    else if (character === '"' || character === "'") quote = character;
    else if (/[;&|\n]/.test(character) && text[i - 1] !== '>' && text[i + 1] !== '>') add(i);
  }
  add(text.length);
  return commands;
}
