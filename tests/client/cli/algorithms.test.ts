// What the program does for algorithms that decide k, or that have a pretraining.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../../client/index.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { runPhases, stateOf } from "../runs/support/phased-run.js";
import { scratch } from "../runs/support/scratch.js";
import { tinyConfig, tinySettings } from "../runs/support/settings.js";
import { expectRefusal } from "./support/failures.js";
import { eventually, processesIn } from "./support/processes.js";
import { runCaucus, startCaucus } from "./support/program.js";
import { flagsOf, readRows } from "./support/runs.js";

const readJson = async (path: string) => JSON.parse(await readFile(path, "utf8"));

describe("train --algorithm", () => {
  const settings = { transitions: 256, epochs: 1 };
  const { representatives: _, ...shared } = tinySettings("resource-gathering", "em", settings);

  it.each([
    ["single", 1],
    ["individual", 25],
  ] as const)("%s trains %i if it is not told how many", async (algorithm, k) => {
    const cwd = await scratch();
    const flags = flagsOf({ ...shared, algorithm });
    const { code, stderr, stdout } = await runCaucus(cwd, ["train", "--out", "run", ...flags]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`resource-gathering, ${algorithm}, k = ${k}; run run\n`);
    expect(stdout).toContain(`resource-gathering, ${algorithm}, k = ${k}, n = 25\n`);
    expect((await readJson(join(cwd, "run", "config.json"))).representatives).toBe(k);
    expect((await readJson(join(cwd, "run", "summary.json"))).utilities).toHaveLength(k);
  });
});

describe("train --algorithm committee", () => {
  const targets = [0, 0.1, 0.2, 0.3, 2, 2.1, 2.2, 2.3, 2.4, 3.9];
  const {
    representatives: _,
    agents: __,
    ...shared
  } = tinySettings("half-cheetah", "committee", {
    agentParameters: targets,
    transitions: 256,
    epochs: 1,
  });
  const train = (more: TrainConfigInput) => ["train", "--out", "run", ...flagsOf({ ...shared, ...more })];

  it("has as many policies as dbscan finds clusters, and lists the agents left out", async () => {
    const cwd = await scratch();
    const { code, stderr, stdout } = await runCaucus(cwd, train({ cover: "dbscan", epsilon: 0.25 }));
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("half-cheetah, committee, k = 2; run run\n");
    expect(stdout).toContain(
      "dbscan covers 9 of 10 (90.0%) within 0.25, trained on clusters; the other 1 has the nearest\n" +
        "representative 1 serves 6: agents 4, 5, 6, 7, 8, 9\n" +
        "representative 2 serves 4: agents 0, 1, 2, 3\n",
    );
    expect((await readJson(join(cwd, "run", "config.json"))).representatives).toBe(2);
    expect((await readJson(join(cwd, "run", "summary.json"))).committee).toEqual({
      cover: "dbscan",
      epsilon: 0.25,
      trainOn: "cluster",
      prototypes: [[expect.closeTo(2.2, 9)], [expect.closeTo(0.15, 9)]],
      coverage: 0.9,
      sizes: [5, 4],
      uncovered: [9],
      notes: [],
    });
    expect(await readFile(join(cwd, "run", "figures", "committee.svg"), "utf8")).toContain("target velocity");
  });

  it.each<[string, TrainConfigInput, string]>([
    [
      "without an ε",
      {},
      '--epsilon: expected how far from its prototype an agent may be for algorithm "committee", got none',
    ],
    ["with an ε below 0", { epsilon: -1 }, "--epsilon: expected number to be >0, got -1"],
    [
      "whose cover covers nobody",
      { cover: "kmeans++", epsilon: 0.01, representatives: 1 },
      '--epsilon: expected an agent within 0.01 of a prototype, got the nearest at 0.45 (cover "kmeans++"); ' +
        "choose a larger one",
    ],
    [
      "whose cover finds no cluster",
      { cover: "dbscan", epsilon: 0.01 },
      '--epsilon: expected a task with 3 others within it for cover "dbscan", got none within 0.01; ' +
        "choose a larger epsilon or another cover",
    ],
    [
      "of more policies than agents",
      { epsilon: 1, representatives: 11 },
      "--representatives: expected at most n = 10 agents, got 11",
    ],
  ])("refuses one %s", async (_, settings, sentence) => {
    await expectRefusal(await scratch(), train(settings), sentence, 2);
  });
});

describe("a pretraining", () => {
  const settings = { transitions: 2048, checkpointEvery: 2 };
  const flags = flagsOf(tinySettings("resource-gathering", "cluster", settings));
  const resume = ["train", "--resume", "--out", "run"];

  /** Waits for a row of the pretraining. */
  const pretraining = (cwd: string, row: number) =>
    eventually(async () =>
      expect((await readRows(join(cwd, "run", "pretraining"))).length).toBeGreaterThanOrEqual(row),
    );

  it("stopped by Ctrl-C or killed goes on, and the run can be evaluated, drawn and exported", async () => {
    const cwd = await scratch();
    const started = startCaucus(cwd, ["train", "--out", "run", ...flags]);
    await pretraining(cwd, 1);
    started.process.kill("SIGINT");
    const { code, stderr } = await started.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("Stopped. Go on with: caucus train --resume --out run\n");

    const killed = startCaucus(cwd, resume);
    await pretraining(cwd, 3);
    killed.process.kill("SIGKILL");
    expect((await killed.ended).stderr).not.toContain("no checkpoint");

    const finished = await runCaucus(cwd, resume);
    expect(finished, finished.stderr).toMatchObject({ code: 0 });
    const reference = join(await scratch(), "run");
    const config = tinyConfig("resource-gathering", "cluster", settings);
    await runPhases(reference, config, () => inProcessHosts(0));
    expect(await stateOf(join(cwd, "run"))).toEqual(await stateOf(reference));

    for (const command of ["evaluate", "figures", "export"])
      expect(await runCaucus(cwd, [command, "--run", "run"]), command).toMatchObject({ code: 0 });
    await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
  });

  it("is told apart from the training", async () => {
    const cwd = await scratch();
    const { stderr } = await runCaucus(cwd, ["train", "--out", "run", ...flags]);
    expect(stderr).toMatch(/^pretraining: iteration 4\/4 · welfare /m);
    expect(stderr).toMatch(/^iteration 8\/8 · welfare /m);
  });
});
