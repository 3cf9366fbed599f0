import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lastIteration } from "../../../../client/experiments/execute/last-iteration.js";
import { scratch } from "../../runs/support/scratch.js";

async function runWith(metrics: string): Promise<string> {
  const path = await scratch();
  await writeFile(join(path, "metrics.jsonl"), metrics);
  return path;
}

it("is the last row's that is whole", async () => {
  const row = (iteration: number) => JSON.stringify({ iteration, assignment: new Array(1000).fill(7) });
  const rows = Array.from({ length: 300 }, (_, i) => `${row(i + 1)}\n`).join("");
  expect(await lastIteration(await runWith(rows))).toBe(300);
  expect(await lastIteration(await runWith(`${rows}{"iteration":30`))).toBe(300);
});

it("is 0 of a run without rows, and of none", async () => {
  expect(await lastIteration(await runWith(""))).toBe(0);
  expect(await lastIteration(await runWith('{"iter'))).toBe(0);
  expect(await lastIteration(join(await scratch(), "nowhere"))).toBe(0);
});
