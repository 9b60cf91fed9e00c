/** A small repeatable random generator (mulberry32): the same seed gives the same cases. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/** What people half-type, and what breaks parsers. */
const PIECES = [
  'FROM ',
  'RUN ',
  'COPY ',
  'ENTRYPOINT [',
  'CMD ["',
  'ENV ',
  'ARG X',
  'ONBUILD ',
  'SHELL ["',
  '\\\n',
  '`\n',
  '\r\n',
  '\r',
  '\n\n',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  '${',
  '$(',
  '`',
  '<<EOF\n',
  'EOF\n',
  '# syntax=x\n',
  '# escape=`\n',
  '# sagemaker: roles=',
  '# sagemaker: ignore=',
  '--from=',
  '--chmod=',
  '--mount=type=',
  ' AS x',
  '&&',
  '||',
  '|',
  ';',
  '>',
  '>>',
  '\t',
  ' ',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '😀',
  'é',
  '..',
  '*',
  '**',
  '[a-',
  '/opt/ml/',
  '/opt/ml/model',
  'serve',
  'train',
  '8080',
  '=',
  ':',
  '@sha256:',
  '$PATH',
  '((((((((((',
  '"""',
  "f'{",
  'a'.repeat(300),
];

/** One to six random changes of the text. `other` lends lines. */
export function mutate(text: string, other: string, random: (below: number) => number): string {
  let result = text;
  for (let i = 1 + random(6); i > 0; i -= 1) result = once(result, other, random);
  return result;
}

function once(text: string, other: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const end = Math.min(text.length, at + random(40));
  const lines = text.split('\n');
  const line = random(lines.length);
  switch (random(8)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + (PIECES[random(PIECES.length)] ?? '') + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at, end).repeat(2 + random(3)) + text.slice(end);
    case 3:
      return text.slice(0, at);
    case 4:
      return [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n');
    case 5: {
      const lent = other.split('\n');
      return [...lines.slice(0, line), lent[random(lent.length)] ?? '', ...lines.slice(line)].join('\n');
    }
    case 6:
      return text.slice(0, at) + String.fromCharCode(32 + random(95)) + text.slice(at + 1);
    default:
      return [...lines.slice(line), ...lines.slice(0, line)].join('\n');
  }
}
