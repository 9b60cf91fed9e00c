import type { ScriptCommand } from './shell-commands';
import { shellWords } from './shell-words';

const ARGUMENT = /\$(?:\d|[@*#]|\{(?:\d+|[@*#])[^{}]{0,100}\})/;

/** The script looks at its arguments, outside functions. */
export function readsArguments(commands: readonly ScriptCommand[]): boolean {
  return commands.some(
    (it) =>
      !it.inFunction &&
      (/^(?:shift|getopts)$/.test(it.words[0]?.text ?? '') || it.words.some((word) => usesArgument(word.raw))),
  );
}

/** Words that the script compares its first argument with: `case "$1" in train)`, `[ "$1" = serve ]`. */
export function dispatchWords(text: string, commands: readonly ScriptCommand[]): readonly string[] {
  const names = argumentVariables(commands);
  const found = new Set<string>();
  for (const command of commands) for (const word of comparedWords(command, names)) found.add(word);
  for (const word of caseWords(text, names)) found.add(word);
  return [...found];
}

function usesArgument(raw: string): boolean {
  return !raw.startsWith("'") && ARGUMENT.test(raw) && !/^"?\$\{?0/.test(raw);
}

/** Variables set from an argument: `MODE=${1:-serve}`. */
function argumentVariables(commands: readonly ScriptCommand[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const command of commands) {
    for (const word of command.inFunction ? [] : command.words) {
      const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.raw);
      if (match?.[1] !== undefined && /\$(?:[1@*]|\{[1@*])/.test(match[2] ?? '')) names.add(match[1]);
    }
  }
  return names;
}

function isArgument(text: string, names: ReadonlySet<string>): boolean {
  const match = /^[A-Za-z_.-]?\$(?:([1@*])|\{([1@*])[^{}]*\}|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)[^{}]*\})$/.exec(text);
  if (!match) return false;
  const name = match[3] ?? match[4];
  return name === undefined || names.has(name);
}

function comparedWords(command: ScriptCommand, names: ReadonlySet<string>): readonly string[] {
  const [first] = command.words;
  // The shell's own test is one word.
  const test = first?.raw.startsWith('[[') === true ? shellWords(first.raw) : command.words;
  const words = test.map((it) => it.text);
  if (command.inFunction || !/^(?:\[\[?|test)$/.test(words[0] ?? '')) return [];
  return words.flatMap((word, i) => {
    if (!/^(?:==?|!=|=~)$/.test(word)) return [];
    const left = words[i - 1] ?? '';
    const right = words[i + 1] ?? '';
    const literal = isArgument(left, names) ? right : isArgument(right, names) ? left : '';
    // `[ "x$1" = "xtrain" ]`
    const plain = /^[A-Za-z_.-]\$/.test(left) ? literal.slice(1) : literal;
    return /^[\w-]+$/.test(plain) ? [plain] : [];
  });
}

/** Patterns of `case "$1" in …`. */
function caseWords(text: string, names: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  const heads = [
    ...text.matchAll(/(?:^|[\n;&|(){}]|\b(?:then|do|else))[ \t]*case[ \t]+("?)([^\s"]{1,80})\1[ \t]+in\b/g),
  ];
  heads.forEach((head, i) => {
    if (!isArgument(head[2] ?? '', names)) return;
    const from = head.index + head[0].length;
    const body = text.slice(from, heads[i + 1]?.index ?? text.length);
    const esac = body.indexOf('esac');
    for (const line of body
      .slice(0, esac < 0 ? undefined : esac)
      .matchAll(/(?:^|\n|;;)[ \t]*\(?[ \t]*([\w"'|* .-]{1,200})\)/g)) {
      for (const pattern of (line[1] ?? '').split('|')) {
        const word = pattern.trim().replace(/^["']|["']$/g, '');
        if (/^[\w-]+$/.test(word)) found.push(word);
      }
    }
  });
  return found;
}
