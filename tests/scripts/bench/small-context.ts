import type { BenchContext } from "../../../scripts/bench/bench.js";
import type { Row } from "../../../scripts/bench/row.js";

/** One round of turns that end at once, without peers. */
export function smallContext(): BenchContext {
  return { rounds: 1, seconds: 0, peers: undefined, progress: () => {} };
}

export async function collected(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
