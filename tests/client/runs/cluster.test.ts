// The algorithm with a pretraining: a run of its own, and clusters, before the run that it is for.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Phase } from "../../../client/index.js";
import { inProcessHosts } from "./support/hosts.js";
import { type PhasedState, readClusters, rowsIn, runPhases, stateOf } from "./support/phased-run.js";
import { makeScratch, scratch } from "./support/scratch.js";
import { tinyConfig } from "./support/settings.js";
import { referenceRows } from "./support/train-run.js";

const ENV = "resource-gathering";
const inProcess = () => inProcessHosts(0);

describe("cluster", () => {
  const config = tinyConfig(ENV, "cluster");
  let path: string;
  let seconds: number;
  let reference: PhasedState;

  beforeAll(async () => {
    path = await makeScratch();
    ({ seconds } = (await runPhases(path, config, inProcess))!);
    reference = await stateOf(path);
  });
  afterAll(() => rm(path, { recursive: true }));

  it("pretrains one policy for everybody, for half as many iterations", async () => {
    const single = tinyConfig(ENV, "single", { representatives: 1, transitions: 768 });
    expect(reference.pretraining).toEqual(await referenceRows(single));
    expect(reference.clusters).toMatchObject({ transitions: 768, clusteringSteps: 10_000 });
  });

  it("then trains k fresh ones for the groups, which stay", () => {
    const { assignment } = reference.clusters;
    expect(new Set(assignment)).toEqual(new Set([0, 1]));
    expect(reference.training.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const row of reference.training) expect(row).toMatchObject({ assignment, flips: 0 });
  });

  it("counts the time of both", async () => {
    expect(seconds).toBeGreaterThan((await readClusters(path)).seconds);
  });

  it.each<[Phase["name"], number]>([
    ["pretraining", 3],
    ["training", 1],
  ])("goes on, broken off in %s after iteration %i", async (name, last) => {
    const again = join(await scratch(), "run");
    const onIteration = (phase: Phase["name"], iteration: number) => {
      if (phase === name && iteration === last) throw new Error("broken off");
    };
    await expect(runPhases(again, config, inProcess, { onIteration })).rejects.toThrow("broken off");
    await runPhases(again, config, inProcess);
    expect(await stateOf(again)).toEqual(reference);
  });

  it("told to stop in its pretraining stops there, and goes on", async () => {
    const again = join(await scratch(), "run");
    const controller = new AbortController();
    const onIteration = () => controller.abort();
    const { signal } = controller;
    expect(await runPhases(again, config, inProcess, { onIteration, signal })).toBeUndefined();
    expect(await rowsIn(again)).toEqual([]);
    expect(await rowsIn(join(again, "pretraining"))).toHaveLength(1);
    await runPhases(again, config, inProcess);
    expect(await stateOf(again)).toEqual(reference);
  });
});

it.each([1, 25])("cluster has no pretraining with k = %i of 25", async (representatives) => {
  const path = join(await scratch(), "run");
  const settings = { representatives, transitions: 256, epochs: 1 };
  await runPhases(path, tinyConfig(ENV, "cluster", settings), inProcess);
  const same = tinyConfig(ENV, representatives === 1 ? "single" : "individual", settings);
  expect(await rowsIn(path)).toEqual(await referenceRows(same));
  await expect(readClusters(path)).rejects.toThrow("ENOENT");
});
