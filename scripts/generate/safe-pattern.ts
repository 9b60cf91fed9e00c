/** Patterns of the service model that backtrack, or say less than they seem to; equal in what they accept on one line. */
const REWRITTEN: Readonly<Record<string, string>> = {
  '(https|s3)://([^/]+)/?(.*)': '^(https|s3)://[^/]',
  '(https|s3)://([^/])/?(.*)': '^(https|s3)://[^/]',
};

/** These accept everything that is no control character: not worth a check. */
const VACUOUS = new Set(['.*', '[\\s\\S]*', '[\\S\\s]*', '.+', '[\\s\\S]+']);

/** Texts that make a pattern with ambiguous repetitions try every way to read them. */
const PUMPS = ['a', '0', '-', 'a-', '-a', '/', 'a/', '.', 'a.', ' ', '_', 'arn:aws:sagemaker:a-', 's3://a'];
const PUMPED_LENGTH = 40_000;
const SLOW_MILLISECONDS = 300;

/** The pattern for JavaScript, anchored; undefined when it says nothing, can't be compiled or is slow on hostile text. */
export function safePattern(pattern: string): string | undefined {
  const rewritten = REWRITTEN[pattern];
  if (rewritten !== undefined) return rewritten;
  if (VACUOUS.has(pattern)) return undefined;
  const body = pattern.replaceAll('\\p{Alnum}', 'a-zA-Z0-9');
  const anchored = /\|(?![^(]*\))/.test(body) ? `^(?:${body})$` : `^${body}$`;
  return isFast(anchored) ? anchored : undefined;
}

function isFast(source: string): boolean {
  try {
    const compiled = new RegExp(source, 'u');
    return PUMPS.every((pump) => {
      const start = performance.now();
      compiled.test(`${pump.repeat(Math.ceil(PUMPED_LENGTH / pump.length))}\n`);
      return performance.now() - start < SLOW_MILLISECONDS;
    });
  } catch {
    return false;
  }
}

const NAME = 'letters, digits and hyphens, up to 63, with a letter or digit at both ends';

/** What a pattern asks for, in words; VS Code shows it, and so do our own messages. */
const WORDS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^\^\(https\|s3\)/, 'a URI in S3: `s3://bucket/prefix`'],
  [/^\^\[a-zA-Z0-9\]\(-\*\[a-zA-Z0-9\]\)\{0,62\}\$$/, NAME],
  [/^\^\[a-zA-Z0-9\]\(\[\\-a-zA-Z0-9\]\*\[a-zA-Z0-9\]\)\?\$$/, NAME],
  [
    /^\^\[a-zA-Z0-9\]\(-\*\[a-zA-Z0-9\]\)\{0,119\}\$$/,
    'letters, digits and hyphens, with a letter or digit at both ends',
  ],
  [/iam::/, 'the ARN of a role: `arn:aws:iam::111122223333:role/name`'],
  [/^\^\[A-Za-z0-9\\\.\\-_\]\+\$$/, 'letters, digits, `.`, `-` and `_`'],
  [/^\^\[a-zA-Z_\]\[a-zA-Z0-9_\]/, 'letters, digits and `_`, not starting with a digit'],
  [/^\^\[\\S\]\+\$$/, 'text without spaces'],
  [/:sns:/, 'the ARN of an SNS topic'],
  [/:lambda:/, 'the ARN of a Lambda function'],
  [/^\^\(fs-/, 'the id of a file system: `fs-0123456789abcdef0`'],
  [/^\^\[-0-9a-zA-Z\]\+\$$/, 'an id of letters, digits and hyphens'],
  [/^\^\[a-zA-Z0-9:\/_-\]\*\$$/, 'the id, alias or ARN of a KMS key'],
  [/\\p\{L\}\\p\{Z\}/, 'letters, digits, spaces and `_.:/=+-@`'],
];

/** Plain words for a pattern of a schema; undefined when there are none. */
export function patternInWords(pattern: string): string | undefined {
  const words = WORDS.find(([known]) => known.test(pattern))?.[1];
  return words === undefined ? undefined : `Must be ${words}.`;
}
