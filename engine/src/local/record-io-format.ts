/** First word of every part of a record, in the machine's (little-endian) order. */
export const MAGIC = 0xced7230a;
/** Bytes. */
export const WORD = 4;
/** Of the second word: the rest says which part it is. */
export const LENGTH_BITS = 29;

/** Which part of a record follows: the content is cut where the magic word stands in it. */
export const PART = { whole: 0, first: 1, middle: 2, last: 3 } as const;
