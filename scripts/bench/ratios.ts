import type { Row } from "./row.js";

/** What the rows of a table are compared with. */
export interface Reference {
  /** The engine that is 1. */
  readonly engine: string;
  /** The field that is compared. */
  readonly field: string;
  /** Fields in which a row and its reference agree, as far as both have them. */
  readonly same: readonly string[];
}

/**
 * Each row's measurement divided by that of its reference: the first row of that engine for the same case.
 * @returns null for rows without one
 */
export function ratios(rows: readonly Row[], { engine, field, same }: Reference): (number | null)[] {
  const candidates = rows.filter((row) => row.engine === engine);
  return rows.map((row) => {
    const reference = candidates.find((candidate) => agree(row, candidate, same));
    return reference === undefined ? null : Number(row[field]) / Number(reference[field]);
  });
}

function agree(a: Row, b: Row, fields: readonly string[]): boolean {
  return fields.every((name) => a[name] === undefined || b[name] === undefined || a[name] === b[name]);
}
