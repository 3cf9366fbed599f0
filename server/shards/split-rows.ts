/** Rows from … to − 1. */
export type RowRange = readonly [from: number, to: number];

/** Splits rows into contiguous ranges of nearly equal size, with at least one row each. */
export function splitRows(numRows: number, maxRanges: number): RowRange[] {
  const ranges = Math.min(numRows, maxRanges);
  const bound = (i: number) => Math.floor((i * numRows) / ranges);
  return Array.from({ length: ranges }, (_, i) => [bound(i), bound(i + 1)] as const);
}
