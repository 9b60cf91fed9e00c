/** Nesting and chains beyond this hold nothing the reader looks for; the bound keeps recursion safe. */
export const MAX_HEIGHT = 150;
export const MAX_DEPTH = 60;

/** Binding strength of binary operators. */
export const BINARY: Readonly<Record<string, number>> = {
  ':=': 1,
  or: 2,
  and: 3,
  in: 5,
  not: 5,
  is: 5,
  '<': 5,
  '>': 5,
  '==': 5,
  '!=': 5,
  '<=': 5,
  '>=': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '<<': 9,
  '>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '//': 11,
  '%': 11,
  '@': 11,
  '**': 12,
};
/** Keywords no operand begins with. */
export const NOT_OPERANDS = new Set([
  'if',
  'else',
  'elif',
  'for',
  'in',
  'is',
  'and',
  'or',
  'as',
  'while',
  'with',
  'try',
  'except',
  'finally',
  'return',
  'raise',
  'assert',
  'del',
  'pass',
  'break',
  'continue',
  'global',
  'nonlocal',
  'import',
  'from',
  'def',
  'class',
]);
export const PREFIXES = new Set(['not', 'await', 'yield', '-', '+', '~']);
export const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
