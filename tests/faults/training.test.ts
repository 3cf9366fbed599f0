import { expect, it } from "vitest";
import { tinyConfig } from "../client/runs/support/settings.js";
import { referenceRows } from "../client/runs/support/train-run.js";
import { countFaults, trainThroughFaults } from "./support/faulty-run.js";

it("a run through twenty faults is the run without them, row for row", async () => {
  const config = tinyConfig("half-cheetah", "em", { transitions: 1792 });
  const { rows, faults } = await trainThroughFaults(config, 4000, 0);
  expect(rows).toEqual(await referenceRows(config));
  expect(countFaults(faults)).toBeGreaterThanOrEqual(20);
});
