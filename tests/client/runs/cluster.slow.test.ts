// Wherever a run with a pretraining breaks off, it goes on as the run that never did.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Phase } from "../../../client/index.js";
import { grpcHosts, inProcessHosts } from "./support/hosts.js";
import { type PhasedState, runPhases, stateOf, unwrite } from "./support/phased-run.js";
import { makeScratch, scratch } from "./support/scratch.js";
import { ENVIRONMENTS, tinyConfig } from "./support/settings.js";

const inProcess = () => inProcessHosts(0);

describe.each(ENVIRONMENTS)("cluster in %s", (env) => {
  const config = tinyConfig(env, "cluster");
  let path: string;
  let reference: PhasedState;

  beforeAll(async () => {
    path = await makeScratch();
    await runPhases(path, config, inProcess);
    reference = await stateOf(path);
  });
  afterAll(() => rm(path, { recursive: true }));

  it.each<[Phase["name"], number]>([
    ["pretraining", 1],
    ["pretraining", 2],
    ["pretraining", 3],
    ["training", 1],
    ["training", 3],
  ])("goes on, broken off in %s after iteration %i, on other servers", async (name, last) => {
    const again = join(await scratch(), "run");
    const onIteration = (phase: Phase["name"], iteration: number) => {
      if (phase === name && iteration === last) throw new Error("broken off");
    };
    await expect(runPhases(again, config, inProcess, { onIteration })).rejects.toThrow("broken off");
    await runPhases(again, config, () => grpcHosts(1, 1));
    expect(await stateOf(again)).toEqual(reference);
  });

  it.each([
    ["while it clustered", ["pretraining/clusters.json"]],
    [
      "before its pretraining had a config",
      ["pretraining/clusters.json", "pretraining/config.json", "pretraining/metrics.jsonl"],
    ],
  ])("goes on, killed %s", async (_, names) => {
    await unwrite(path, ...names);
    await runPhases(path, config, inProcess);
    expect(await stateOf(path)).toEqual(reference);
  });

  it("runs on the eager engine too", async () => {
    const eager = join(await scratch(), "run");
    await runPhases(eager, config, inProcess, { choice: { engine: "eager", backend: "cpu" } });
    const { pretraining, training } = await stateOf(eager);
    expect([pretraining.length, training.length]).toEqual([3, 6]);
    // The first iteration's acting depends on no rounding.
    expect(pretraining[0].episodes).toEqual(reference.pretraining[0].episodes);
  });
});
