import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lastRow } from "../../../client/run/last-row.js";
import { scratch } from "../runs/support/scratch.js";

async function runWith(metrics: string): Promise<string> {
  const path = await scratch();
  await writeFile(join(path, "metrics.jsonl"), metrics);
  return path;
}

/** @param n - agents, so that the row has about 2 n characters */
const row = (iteration: number, n: number) =>
  `${JSON.stringify({ iteration, assignment: new Array(n).fill(7) })}\n`;

it.each([1, 1000, 32_750, 32_760, 32_770, 500_000])("is read whole of %i agents", async (n) => {
  const path = await runWith([row(1, n), row(2, n), row(3, n)].join(""));
  expect(await lastRow(path)).toEqual({ iteration: 3, assignment: new Array(n).fill(7) });
  expect(await lastRow(await runWith(row(4, n)))).toMatchObject({ iteration: 4 });
});

it("is the last that is whole", async () => {
  expect(await lastRow(await runWith(`${row(1, 5)}{"iteration": 2`))).toMatchObject({ iteration: 1 });
});

it("is none where there is none", async () => {
  expect(await lastRow(await runWith(""))).toBeUndefined();
  expect(await lastRow(await runWith('{"iter'))).toBeUndefined();
  expect(await lastRow(join(await scratch(), "nowhere"))).toBeUndefined();
});

it("refuses a line that is no row", async () => {
  const path = await runWith(`${row(1, 5)}\n`);
  await expect(lastRow(path)).rejects.toThrow(
    `${path}/metrics.jsonl, last line: expected a row of metrics, got "": delete the line to go on without it`,
  );
});
