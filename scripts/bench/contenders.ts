import type { BenchContext } from "./bench.js";
import { median } from "./median.js";
import { type Row, round } from "./row.js";

/** A program or engine that is measured in turn with others. */
export interface Contender {
  /** For progress. */
  readonly name: string;
  /** One turn; equal rows of all turns but for the measurement become one. */
  measure(): Promise<readonly Row[]>;
}

/** The field that is measured, and how many decimals of it are kept. */
export interface Measurement {
  readonly field: string;
  readonly decimals: number;
}

/**
 * Gives every contender a turn in each round, so that temporary slowness of the machine affects all of them.
 * @param what - is measured, for progress
 * @returns medians over rounds
 */
export async function alternate(
  contenders: readonly Contender[],
  { rounds, progress }: BenchContext,
  measurement: Measurement,
  what: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let r = 1; r <= rounds; r++) {
    for (const contender of contenders) {
      progress(`${what}, round ${r} of ${rounds}: ${contender.name}`);
      rows.push(...(await contender.measure()));
    }
  }
  return mergeRounds(rows, measurement);
}

/** One row for all that differ in the measurement alone, with its median, in order of appearance. */
export function mergeRounds(rows: readonly Row[], { field, decimals }: Measurement): Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify({ ...row, [field]: undefined });
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => ({
    ...group[0],
    [field]: round(median(group.map((row) => Number(row[field]))), decimals),
  }));
}
