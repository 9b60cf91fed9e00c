/** As the contract reads AWS's MB: decimal, the careful reading. */
export const MEGABYTE = 1_000_000;
