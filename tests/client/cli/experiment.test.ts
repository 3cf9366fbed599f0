// The real program trains a tiny grid, and goes on where it was stopped.
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EXPERIMENTS, GRID_NAMES } from "../../../client/experiments/plan/definitions.js";
import { scratch } from "../runs/support/scratch.js";
import {
  experimentScratch,
  RUNS,
  readStatuses,
  runPath,
  tinyExperiment,
  writeRecord,
} from "./support/experiments.js";
import { expectRefusal } from "./support/failures.js";
import { eventually, processesIn } from "./support/processes.js";
import { runCaucus, startCaucus } from "./support/program.js";
import { readRows, readTimelessRows } from "./support/runs.js";

const RESULTS = ["figure.png", "figure.svg", "report.html", "runs.csv", "summary.csv", "summary.md"];
/** ⌈0.012 · 1 000 000 / 256⌉. */
const ITERATIONS = 47;

describe("caucus experiment", () => {
  it("stopped by Ctrl-C goes on where it was, trains nothing twice, and shows a part", async () => {
    const cwd = await experimentScratch();
    const started = startCaucus(cwd, tinyExperiment(0.012));
    const rowsOfSecond = () => readRows(runPath(cwd, RUNS[1]));
    await eventually(async () => expect((await rowsOfSecond()).length).toBeGreaterThan(2));
    started.process.kill("SIGINT");
    const stopped = await started.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain("Stopped. Go on with: caucus experiment fig2-welfare --seeds 1");
    expect([...processesIn(cwd)]).toEqual([]);
    expect(await readStatuses(cwd)).toEqual(["finished", "unfinished"]);
    expect(await readFile(join(cwd, "out", "summary.md"), "utf8")).toContain(`- Unfinished: ${RUNS[1]} (`);
    const first = await readRows(runPath(cwd, RUNS[0]));
    const before = await readTimelessRows(runPath(cwd, RUNS[1]));
    expect(before.length).toBeLessThan(ITERATIONS);

    const ended = await runCaucus(cwd, tinyExperiment(0.012, 2));
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stderr).toContain("fig2-welfare: 1 of 2 runs finished, 2 at a time; out\n");
    expect(ended.stderr).toContain(`going on with ${RUNS[1]}\n`);
    expect(ended.stderr).toContain(`finished ${RUNS[1]}\n`);
    expect(ended.stderr).not.toContain(RUNS[0]);
    expect(await readStatuses(cwd)).toEqual(["finished", "finished"]);
    expect(await readRows(runPath(cwd, RUNS[0]))).toEqual(first);
    const after = await readTimelessRows(runPath(cwd, RUNS[1]));
    expect(after).toHaveLength(ITERATIONS);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(await readdir(join(cwd, "out"))).toEqual(expect.arrayContaining(RESULTS));

    const part = tinyExperiment(0.012).filter((word) => word !== "end-to-end");
    expect((await runCaucus(cwd, part)).stderr).toContain(
      "fig2-welfare: 1 of 1 runs finished, 1 at a time; out\n",
    );
    expect(await readStatuses(cwd)).toEqual(["finished"]);
    expect(await readdir(join(cwd, "out", "runs"))).toEqual(RUNS);
  });

  it("says what there is", async () => {
    const { code, stdout } = await runCaucus(await scratch(), ["experiment", "--list"]);
    expect(code).toBe(0);
    for (const name of GRID_NAMES) expect(stdout).toContain(`${name}: ${EXPERIMENTS[name].title}`);
  });
});

describe("caucus experiment refuses", () => {
  const known = [...GRID_NAMES, "theorem-1"].join(", ");

  it.each<[string, (string | number)[], string]>([
    ["no name", [], `experiment: expected one of ${known}, got nothing; --list says what they are`],
    [
      "an unknown figure",
      ["fig9"],
      `experiment: expected one of ${known}, got fig9; --list says what they are`,
    ],
    ["no scale", ["fig1-paths", "--scale", 0], "--scale: expected a number above 0, got 0"],
    ["no seeds", ["fig1-paths", "--seeds", 0], "--seeds: expected a whole number from 1, got 0"],
    ["a word for jobs", ["fig1-paths", "--jobs", "all"], '--jobs: expected a number, got "all"'],
  ])("%s", async (_, args, sentence) => {
    await expectRefusal(await scratch(), ["experiment", ...args], sentence, 2);
  });

  it("what a server cannot make", async () => {
    const cwd = await experimentScratch({ envOptions: { speed: 3 } });
    const sentence = 'options: expected only max_episode_steps, got "speed" (env "resource-gathering")';
    await expectRefusal(cwd, tinyExperiment(0.01), sentence);
  });

  it("to go on with other settings", async () => {
    const cwd = await experimentScratch();
    await writeRecord(cwd, 0.5);
    const sentence = "out was started with scale 0.5, not 0.01: go on with the same, or choose another --out";
    await expectRefusal(cwd, tinyExperiment(0.01), sentence);
  });

  it("a directory that holds something else", async () => {
    const cwd = await experimentScratch();
    await mkdir(join(cwd, "out", "thesis"), { recursive: true });
    const sentence = "out is not empty and holds no experiment: choose another --out";
    await expectRefusal(cwd, tinyExperiment(0.01), sentence);
  });
});
