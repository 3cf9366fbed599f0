// What a user gets from `caucus train`, `caucus evaluate` and `caucus figures`.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configFromFlags } from "../../../client/cli/config-flags.js";
import type { Algorithm } from "../../../client/index.js";
import { distributionOf } from "../../../client/ops/distribution.js";
import { METRICS } from "../../../client/records/metrics.js";
import { makeScratch, scratch } from "../runs/support/scratch.js";
import { ENVIRONMENTS, tinyConfig, tinySettings } from "../runs/support/settings.js";
import { referenceRows } from "../runs/support/train-run.js";
import { processesIn } from "./support/processes.js";
import { type Ended, runCaucus, startServerProcess } from "./support/program.js";
import { flagsOf, readRows, readTimelessRows } from "./support/runs.js";

const FIGURES: Record<string, string[]> = {
  "resource-gathering": ["assignment", "paths", "welfare"],
  "half-cheetah": ["assignment", "histogram", "welfare"],
};
const ALGORITHM: Record<string, Algorithm> = { "resource-gathering": "end-to-end", "half-cheetah": "em" };

const readJson = async (path: string) => JSON.parse(await readFile(path, "utf8"));
const expectFinite = (value: unknown) => expect(Number.isFinite(value), `${value}`).toBe(true);
const finite = (length: number) => {
  const row: unknown = expect.any(Number);
  return new Array(length).fill(row);
};

describe.each(ENVIRONMENTS)("train --env %s", (env) => {
  const k = 2;
  const n = env === "half-cheetah" ? 6 : 25;
  let cwd: string;
  let run: string;
  let ended: Ended;

  beforeAll(async () => {
    cwd = await makeScratch();
    run = join(cwd, "run");
    ended = await runCaucus(cwd, ["train", "--out", "run", ...flagsOf(tinySettings(env, ALGORITHM[env]))]);
  });
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  it("ends well and leaves no process", () => {
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect([...processesIn(cwd)]).toEqual([]);
  });

  it("shows what came of it", () => {
    expect(ended.stderr).toContain(`${env}, ${ALGORITHM[env]}, k = 2; run run\n`);
    expect(ended.stderr).toMatch(/iteration 6\/6 · welfare -?\d+\.\d · \d+ transitions\/s\n/);
    expect(ended.stdout).toMatch(/^welfare -?\d+\.\d\d ± \d+\.\d\d over 2 episodes each/m);
    for (let j = 1; j <= k; j++)
      expect(ended.stdout).toMatch(new RegExp(`^representative ${j} serves `, "m"));
    for (const name of FIGURES[env]) expect(ended.stdout).toContain(`  run/figures/${name}.png\n`);
    if (env === "resource-gathering") expect(ended.stdout).toContain("(best known 86)");
  });

  it("writes these files and no others", async () => {
    const files = [
      "checkpoints",
      "config.json",
      expect.stringMatching(/^events\.out\.tfevents\.\d{10}\.caucus$/),
      "figures",
      "metrics.jsonl",
      "summary.json",
      "trajectories.json",
    ];
    expect((await readdir(run)).sort()).toEqual(files);
    expect((await readdir(join(run, "checkpoints"))).sort()).toEqual([
      "iteration-000004.safetensors",
      "iteration-000006.safetensors",
    ]);
    expect((await readdir(join(run, "figures"))).sort()).toEqual(
      FIGURES[env].flatMap((name) => [`${name}.png`, `${name}.svg`]),
    );
  });

  it("draws figures that are SVG and PNG", async () => {
    for (const name of FIGURES[env]) {
      expect(await readFile(join(run, "figures", `${name}.svg`), "utf8")).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
      const png = await readFile(join(run, "figures", `${name}.png`));
      expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    }
  });

  it("writes the whole config", async () => {
    expect(await readJson(join(run, "config.json"))).toEqual(tinyConfig(env, ALGORITHM[env]));
  });

  it("writes the rows that the same run in process has", async () => {
    expect(await readTimelessRows(run)).toEqual(await referenceRows(tinyConfig(env, ALGORITHM[env])));
  });

  it("writes rows with every field of MetricsRow", async () => {
    const rows = await readRows(run);
    expect(rows.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const row of rows) {
      expect(Object.keys(row).sort()).toEqual(Object.keys(METRICS).sort());
      expect(Object.keys(row.seconds).sort()).toEqual(["acting", "stepping", "total", "updating", "wire"]);
      expect(row).toMatchObject({
        transitions: 256 * row.iteration,
        participation: 1,
        episodeLengths: finite(k),
        episodes: finite(k),
        assignment: finite(n),
        clusterSizes: finite(k),
      });
      // JSON has no NaN; what would be one is null.
      Object.values({ ...row, ...row.seconds }).forEach((value) => {
        if (typeof value === "number") expectFinite(value);
      });
      expect(row.clusterSizes.reduce((a, b) => a + b)).toBe(n);
      row.episodeReturns.forEach((value, j) => {
        if (row.clusterSizes[j] > 0) expectFinite(value);
        else expect(value).toBeNull();
      });
      for (const value of Object.values(row.seconds)) expect(value).toBeGreaterThanOrEqual(0);
    }
  });

  it("writes the summary", async () => {
    const estimate = { mean: expect.any(Number), standardError: expect.any(Number), episodes: 2 };
    const summary = await readJson(join(run, "summary.json"));
    expect(summary).toStrictEqual({
      environment: env,
      algorithm: ALGORITHM[env],
      finished: true,
      welfare: estimate,
      stochasticWelfare: estimate,
      distribution: expect.any(Object),
      outsideOptions: null,
      cutShort: { episodes: 0, steps: expect.any(Number) },
      parameters: [
        {
          name: expect.any(String),
          unit: expect.any(String),
          minimum: expect.any(Number),
          maximum: expect.any(Number),
        },
      ],
      participation: 1,
      bestKnownWelfare: env === "resource-gathering" ? 86 : null,
      assignment: finite(n),
      utilities: new Array(k).fill(finite(n)),
      agentParameters: new Array(n).fill(expect.any(Array)),
      transitions: 1536,
      seconds: expect.any(Number),
    });
    const served = summary.assignment.map((j: number, i: number) => summary.utilities[j][i]);
    expect(summary.welfare.mean).toBeCloseTo(served.reduce((a: number, b: number) => a + b) / n, 8);
    expect(summary.distribution).toEqual(distributionOf(served));
    const { assignment } = (await readRows(run)).at(-1)!;
    expect(summary.assignment).toEqual(assignment);
  });

  it("writes one trajectory of each representative", async () => {
    const trajectories = await readJson(join(run, "trajectories.json"));
    expect(trajectories).toHaveLength(k);
    for (const trajectory of trajectories) {
      const lengths = Object.values<number[][]>(trajectory).map((rows) => rows.length);
      expect(lengths.length).toBeGreaterThan(0);
      expect(new Set(lengths).size).toBe(1);
    }
  });

  it("can be evaluated again, with the same result for as many episodes", async () => {
    const copy = await copyOf(run);
    const before = await readJson(join(copy, "summary.json"));
    const { code, stdout } = await runCaucus(copy, ["evaluate", "--run", ".", "--episodes", 2]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^welfare .* over 2 episodes each/m);
    expect(await readJson(join(copy, "summary.json"))).toEqual({ ...before, seconds: expect.any(Number) });
  });

  it.runIf(env === "resource-gathering")(
    "can be evaluated in more episodes, on a server of one's own",
    async () => {
      const copy = await copyOf(run);
      const { address } = await startServerProcess();
      const { code } = await runCaucus(copy, [
        "evaluate",
        "--run",
        copy,
        "--episodes",
        5,
        "--server",
        address,
      ]);
      expect(code).toBe(0);
      expect(await readJson(join(copy, "summary.json"))).toMatchObject({
        welfare: { episodes: 5 },
        stochasticWelfare: { episodes: 5 },
      });
      expect(await readTimelessRows(copy)).toEqual(await readTimelessRows(run));
    },
  );

  it("can be drawn again, to the same figures", async () => {
    const copy = await copyOf(run);
    await rm(join(copy, "figures"), { recursive: true });
    const { code, stdout } = await runCaucus(copy, ["figures", "--run", "."]);
    expect(code).toBe(0);
    expect(stdout.trim().split("\n").sort()).toEqual(FIGURES[env].map((name) => `figures/${name}.png`));
    for (const name of await readdir(join(run, "figures"))) {
      const [drawn, first] = [copy, run].map((path) => readFile(join(path, "figures", name)));
      expect((await drawn).equals(await first), name).toBe(true);
    }
  });

  it.runIf(env === "resource-gathering")(
    "resumed when it is finished, changes nothing but the times",
    async () => {
      const copy = await copyOf(run);
      expect(await runCaucus(copy, ["train", "--resume", "--out", "."])).toMatchObject({ code: 0 });
      expect(await readTimelessRows(copy)).toEqual(await readTimelessRows(run));
      const [again, first] = await Promise.all(
        [copy, run].map((path) => readJson(join(path, "summary.json"))),
      );
      expect({ ...again, seconds: 0 }).toEqual({ ...first, seconds: 0 });
    },
  );
});

async function copyOf(run: string): Promise<string> {
  const copy = await scratch();
  await cp(run, copy, { recursive: true });
  return copy;
}

describe("the ways to say what to train", () => {
  const settings = tinySettings("resource-gathering", "em", { transitions: 512 });

  const yaml = Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);

  it("a YAML file, with flags before it, and two servers", async () => {
    const cwd = await scratch();
    await writeFile(join(cwd, "settings.yaml"), yaml.join(""));
    const servers = [await startServerProcess(), await startServerProcess()];
    const flags = [...servers.flatMap(({ address }) => ["--server", address]), "--seed", 5];
    const args = [
      "train",
      "--config",
      "settings.yaml",
      ...flags,
      "--learning-rate.end",
      3e-4,
      "--out",
      "run",
    ];
    expect(await runCaucus(cwd, args)).toMatchObject({ code: 0 });
    const config = await readJson(join(cwd, "run", "config.json"));
    expect(config).toMatchObject({ ...settings, seed: 5, learningRate: { end: 3e-4 } });
    expect(await readTimelessRows(join(cwd, "run"))).toEqual(await referenceRows(config));
  });

  it("a JSON file", async () => {
    const file = join(await scratch(), "settings.json");
    await writeFile(file, JSON.stringify(settings));
    expect(await configFromFlags({}, file)).toEqual(settings);
  });

  it("names the run itself if not told to", async () => {
    const cwd = await scratch();
    await mkdir(join(cwd, "runs/resource-gathering-em-1"), { recursive: true });
    const flags = flagsOf({ ...settings, transitions: 256 });
    expect(await runCaucus(cwd, ["train", ...flags])).toMatchObject({ code: 0 });
    expect(await readdir(join(cwd, "runs/resource-gathering-em-2"))).toContain("summary.json");
  });
});
