import { expect, it } from "vitest";
import { ENVIRONMENTS, tinyConfig } from "../client/runs/support/settings.js";
import { referenceRows } from "../client/runs/support/train-run.js";
import { countFaults, trainThroughFaults } from "./support/faulty-run.js";

it.each(ENVIRONMENTS)("a run of %s through 200 faults is the run without them, row for row", async (env) => {
  const config = tinyConfig(env, "auto", { transitions: 256 * 40 });
  const { rows, faults } = await trainThroughFaults(config, 4500, 1);
  console.info(`${env}: ${countFaults(faults)} faults in ${rows.length} iterations`, faults);
  expect(rows).toEqual(await referenceRows(config));
  expect(countFaults(faults)).toBeGreaterThanOrEqual(200);
});
