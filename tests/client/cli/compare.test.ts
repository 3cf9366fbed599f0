// What a user sees of runs beside one another.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { texts } from "../figures/svg.js";
import { scratch } from "../runs/support/scratch.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus } from "./support/program.js";
import { evaluatedAs, withRuns } from "./support/written-runs.js";

/** Two seeds of em, and one of auto that is not finished. */
const threeRuns = () =>
  withRuns({
    "em-0": { summary: evaluatedAs(80, 0.5) },
    "em-1": { settings: { seed: 1 }, summary: { ...evaluatedAs(84, 0.25), seconds: 287.5 }, above: 4 },
    auto: { settings: { algorithm: "auto" }, iterations: 5 },
  });
const PATHS = ["runs/em-0", "runs/em-1", "runs/auto"];

describe("caucus compare", () => {
  it("prints what runs came to and in what they differ, and the mean over seeds", async () => {
    const { code, stdout, stderr } = await runCaucus(await threeRuns(), ["compare", ...PATHS]);
    expect(code, stderr).toBe(0);
    expect(stdout).toBe(
      [
        "run        --algorithm  --seed  welfare       transitions  seconds",
        "runs/em-0  em                0  80.00 ± 0.50        20480      300",
        "runs/em-1  em                1  84.00 ± 0.25        20480      288",
        "runs/auto  auto              0  50.00 so far        10240        5",
        "algorithm em: mean of 2 runs: 82.00 ± 2.00",
        "",
      ].join("\n"),
    );
  });

  it("says what the runs are where only seeds differ, and one run is one", async () => {
    const cwd = await threeRuns();
    const { stdout } = await runCaucus(cwd, ["compare", "runs/em-0", "runs/em-1", "runs/em-0"]);
    expect(stdout).toContain(
      "env resource-gathering, algorithm em, representatives 3: mean of 2 runs: 82.00 ± 2.00\n",
    );
    expect(stdout.split("\n")[0]).toBe("run        --seed       welfare  transitions  seconds");
  });

  it("prints JSON", async () => {
    const { code, stdout, stderr } = await runCaucus(await threeRuns(), ["compare", ...PATHS, "--json"]);
    expect(code, stderr).toBe(0);
    const { groups } = JSON.parse(stdout);
    expect(groups).toMatchObject([
      { settings: { algorithm: "em" }, welfare: 82, welfareStandardError: 2 },
      { settings: { algorithm: "auto" }, welfare: 50, welfareStandardError: null },
    ]);
    expect(groups[0].runs).toHaveLength(2);
    expect(groups[0].runs[1]).toEqual({
      path: "runs/em-1",
      environment: "resource-gathering",
      algorithm: "em",
      representatives: 3,
      seed: 1,
      welfare: 84,
      welfareStandardError: 0.25,
      transitions: 20480,
      seconds: 287.5,
      settings: { algorithm: "em", seed: 1 },
    });
  });

  it("draws welfare over transitions, a curve a group", async () => {
    const cwd = await threeRuns();
    const { code, stdout, stderr } = await runCaucus(cwd, ["compare", ...PATHS, "--out", "made/here.svg"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/\nmade\/here\.svg\n$/);
    const svg = await readFile(join(cwd, "made/here.svg"), "utf8");
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        "resource-gathering, k = 3, bands: a standard error over runs",
        "transitions per representative",
        "welfare",
        "algorithm em: mean of 2 runs",
        "algorithm auto",
      ]),
    );
    expect(await runCaucus(cwd, ["compare", ...PATHS, "--out", "here.png"])).toMatchObject({ code: 0 });
    const png = await readFile(join(cwd, "here.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
  });

  it("names every run that cannot be read, with the reason", async () => {
    const cwd = await threeRuns();
    await writeFile(join(cwd, "runs/em-1/config.json"), '{"sed": 1}');
    await writeFile(join(cwd, "runs/auto/metrics.jsonl"), "garbage\n");
    const said = [
      "expected runs that can be read, got",
      "runs/em-1: sed: unknown setting; did you mean seed?",
      'runs/auto: runs/auto/metrics.jsonl, line 1: expected a row of metrics, got "garbage": delete the line to go on without it',
      "nowhere: nowhere holds no run: expected a config.json in it",
    ];
    await expectRefusal(cwd, ["compare", ...PATHS, "nowhere", "--out", "a.png"], said.join("\n"));
  });

  it("draws a group without those of its runs that have not begun", async () => {
    const cwd = await withRuns({ begun: {}, waiting: { iterations: 0, settings: { seed: 1 } } });
    const args = ["compare", "runs/begun", "runs/waiting", "--out", "a.svg"];
    const { code, stdout, stderr } = await runCaucus(cwd, args);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^runs\/waiting +1 +– +0 +0$/m);
    expect(stdout).not.toContain("mean of");
    const written = texts(await readFile(join(cwd, "a.svg"), "utf8"));
    expect(written).toContain("env resource-gathering, algorithm em, representatives 3");
  });

  it("tells groups apart whose settings are too long to show", async () => {
    const train = (last: number) => ({ trainAgents: [...Array.from({ length: 24 }, (_, i) => [i]), [last]] });
    const cwd = await withRuns({ a: { settings: train(24) }, b: { settings: train(25) } });
    const args = ["compare", "runs/a", "runs/b", "--out", "a.svg"];
    expect(await runCaucus(cwd, args)).toMatchObject({ code: 0 });
    const names = texts(await readFile(join(cwd, "a.svg"), "utf8")).filter((text) =>
      text.includes("train-agents"),
    );
    expect(names).toEqual([expect.stringContaining("(runs/a)"), expect.stringContaining("(runs/b)")]);
  });

  it("refuses to draw what was not trained", async () => {
    const cwd = await withRuns({ one: { iterations: 0 } });
    const sentence = "compare: nothing to draw, since no run's welfare is known yet";
    await expectRefusal(cwd, ["compare", "runs/one", "--out", "a.png"], sentence);
  });

  it.each<[string[], string, number]>([
    [["compare"], "compare: expected the directories of runs, got none", 2],
    [["compare", "a", "--out", "a.pdf"], "--out: expected a file named .png or .svg, got a.pdf", 2],
    [["compare", "a", "--outs", "a.png"], "Unknown argument: --outs. Did you mean --out?", 1],
    [["compare", "a", "--out", "a.png", "--out", "b.png"], "--out: expected one value, got a.png, b.png", 2],
    [["comapre", "a"], "Unknown command: comapre. Did you mean compare?", 1],
  ])("refuses %j", async (args, sentence, code) => {
    await expectRefusal(await scratch(), args, sentence, code);
  });
});
