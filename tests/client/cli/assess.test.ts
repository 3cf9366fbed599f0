// What a user gets from `caucus assess`.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Dossier, dossierSchema } from "../../../approval/index.js";
import { makeScratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus, startServerProcess } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

let cwd: string;
beforeAll(async () => {
  cwd = await makeScratch();
  const training = (env: string, out: string) => [
    ...["train", "--out", out],
    ...flagsOf(tinySettings(env, "em", { transitions: 512, representatives: 3 })),
  ];
  expect(await runCaucus(cwd, training("resource-gathering", "run"))).toMatchObject({ code: 0 });
  expect(await runCaucus(cwd, training("half-cheetah", "cheetah"))).toMatchObject({ code: 0 });
  // Of half-cheetah: it never falls, and 50 steps give at most 5.
  await writeFile(
    join(cwd, "met.yaml"),
    "returns: [0, 5]\nrequirements:\n  - welfare <= 4.5 at 90%\n  - falls <= 30% at 90%\n",
  );
  await writeFile(join(cwd, "unmet.yaml"), "requirements: [welfare >= 99 at 95%, worst_agent >= 0 at 95%]\n");
  await writeFile(join(cwd, "unknown.yaml"), "requirements: [happiness >= 1 at 95%]\n");
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const assess = (run: string, out: string, ...flags: (string | number)[]) => [
  ...["assess", "--run", run, "--out", out, "--episodes", 3, ...flags],
];

async function readDossier(out: string): Promise<Dossier> {
  return dossierSchema.parse(JSON.parse(await readFile(join(cwd, out, "dossier.json"), "utf8")));
}

describe("caucus assess", () => {
  it("writes a dossier, twice the same but for the date", async () => {
    for (const out of ["one", "dossiers/two"]) {
      const { code, stdout, stderr } = await runCaucus(
        cwd,
        assess("run", out, "--perturb", "action-noise=0.2"),
      );
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout.trim().split("\n").at(-1)).toBe(join(out, "dossier.html"));
    }
    const [one, two] = await Promise.all(
      ["one", "dossiers/two"].map((out) => readFile(join(cwd, out, "dossier.json"), "utf8")),
    );
    const undated = (text: string) => text.replaceAll(JSON.parse(text).createdAt, "");
    expect(undated(two)).toBe(undated(one));
    const [first, second] = await Promise.all(
      ["one", "dossiers/two"].map((out) => readFile(join(cwd, out, "dossier.html"), "utf8")),
    );
    expect(second.replace(JSON.parse(two).createdAt, "")).toBe(first.replace(JSON.parse(one).createdAt, ""));
    expect(Object.keys(JSON.parse(one))).toEqual(Object.keys(dossierSchema.shape));
    expect(one.endsWith("}\n")).toBe(true);
  });

  it("tells everything that the format asks for", async () => {
    const dossier = await readDossier("one");
    expect(dossier.policies.map(({ episodes }) => episodes.number)).toEqual([3, 3, 3]);
    expect(dossier.policies.flatMap(({ agents }) => agents).sort((a, b) => a - b)).toEqual([
      ...Array(25).keys(),
    ]);
    expect(dossier.agents.returns.map((row) => row.length)).toEqual([25, 25, 25]);
    expect(dossier.subsets.map(({ representatives }) => representatives.length)).toEqual([1, 2, 3]);
    expect(dossier.robustness.map(({ name }) => name)).toEqual(["noise on actions, 0.2"]);
    expect(dossier.reproduce).toBe(
      "caucus assess --run run --out DOSSIER --episodes 3 --max-episodes 1000 --confidence 0.95 --seed 0 --perturb action-noise=0.2",
    );
    expect(dossier.environment).toMatchObject({ observationSize: 29, maxEpisodeSteps: 40, reportScale: 100 });
  });

  it("has the policies' files, by their digests, as caucus export writes them", async () => {
    await runCaucus(cwd, ["export", "--run", "run", "--out", "exported"]);
    const { policies } = await readDossier("one");
    for (const { file, sha256, bytes, representative } of policies) {
      const contents = await readFile(join(cwd, "one", file));
      expect(createHash("sha256").update(contents).digest("hex")).toBe(sha256);
      expect(contents.byteLength).toBe(bytes);
      expect(await readFile(join(cwd, `exported/representative-${representative}.onnx`))).toEqual(contents);
    }
    expect((await readdir(join(cwd, "one"))).sort()).toEqual(["dossier.html", "dossier.json", "policies"]);
  });

  it("adds episodes until requirements are decided, and ends with 0 if all are met", async () => {
    const flags = ["--requirements", "met.yaml", "--perturb", "none", "--test-agents", 4];
    const { code, stdout } = await runCaucus(cwd, assess("cheetah", "met", ...flags));
    expect(code).toBe(0);
    expect(stdout).toContain("met: falls <= 30% at 90%");
    const { requirements, policies, coverage } = await readDossier("met");
    expect(requirements.map(({ status, method }) => [status, method])).toEqual([
      ["met", "exact"],
      ["met", "exact"],
    ]);
    // Intervals of other numbers are of the episodes that were asked for.
    expect(requirements[1].episodes).toBeGreaterThan(3);
    expect(policies[0].episodes).toMatchObject({ number: 3, terminated: 0, truncated: 3, meanLength: 50 });
    expect(coverage.unseen?.returns.map((row) => row.length)).toEqual([4, 4, 4]);
    expect(coverage.worstServed.length).toBeGreaterThan(0);
  });

  it("ends with 3 if a requirement is not met, also on a server of one's own", async () => {
    const { address } = await startServerProcess();
    const flags = ["--requirements", "unmet.yaml", "--perturb", "none", "--server", address];
    const { code, stdout } = await runCaucus(cwd, assess("run", "unmet", ...flags));
    expect(code).toBe(3);
    expect(stdout).toContain("not met: welfare >= 99 at 95% (20 episodes)");
  });

  it("ends with 4 if a requirement is undecided", async () => {
    const flags = ["--requirements", "met.yaml", "--perturb", "none", "--max-episodes", 5];
    const { code } = await runCaucus(cwd, assess("cheetah", "undecided", ...flags));
    expect(code).toBe(4);
    expect((await readDossier("undecided")).requirements.map(({ episodes }) => episodes)).toEqual([5, 5]);
  });

  it("perturbs the same episodes of the same agents, also where starts are random", async () => {
    const flags = ["--perturb", "option:max_episode_steps=50", "option:max_episode_steps=25"];
    expect((await runCaucus(cwd, assess("cheetah", "shorter", ...flags))).code).toBe(0);
    const { robustness, welfare, policies } = await readDossier("shorter");
    expect(welfare.mean.upper).toBeGreaterThan(welfare.mean.lower);
    const [same, shorter] = robustness;
    expect(same).toMatchObject({ change: { mean: 0, lower: 0, upper: 0 }, welfare: welfare.mean });
    expect(shorter).toMatchObject({ kind: "option", name: "max_episode_steps = 25" });
    expect(shorter.value).toEqual({ option: "max_episode_steps", value: 25 });
    expect(shorter.welfare.mean).not.toBe(welfare.mean.mean);
    expect(shorter.changes.map((change) => change === null)).toEqual(
      policies.map(({ agents }) => agents.length === 0),
    );
  });

  it("shows an episode of each policy that serves someone, in the page", async () => {
    const { policies } = await readDossier("one");
    const html = await readFile(join(cwd, "one/dossier.html"), "utf8");
    const serving = policies.filter(({ agents }) => agents.length > 0);
    expect(html.match(/<iframe /g)).toHaveLength(serving.length);
    expect(html.match(/<section class="policy"/g)).toHaveLength(3);
  });

  it.each<[string, (string | number)[], string]>([
    [
      "an unknown metric",
      assess("run", "new", "--requirements", "unknown.yaml"),
      'unknown.yaml: requirements: expected one of "welfare"|"worst_agent"|"tenth_percentile"|"falls"|"episode_length", got "happiness"',
    ],
    [
      "a perturbation that the environment does not have",
      assess("run", "new", "--perturb", "option:gravity=3"),
      '--perturb: expected an option of env "resource-gathering" (max_episode_steps), got "gravity"',
    ],
    [
      "a directory that exists",
      assess("run", "run"),
      "--out: expected a directory that does not exist yet, got run",
    ],
    [
      "test agents that the environment refuses",
      assess("run", "new", "--test-agents", 5),
      '--test-agents: agents.sampled.count: expected 25 (one a tile; give parameters for another population), got 5 (env "resource-gathering")',
    ],
  ])("refuses %s", async (_, args, sentence) => {
    await expectRefusal(cwd, args, sentence, 2);
  });

  it("refuses a run without a checkpoint", async () => {
    await mkdir(join(cwd, "empty"));
    await writeFile(join(cwd, "empty/config.json"), await readFile(join(cwd, "run/config.json")));
    await expectRefusal(cwd, assess("empty", "new"), "empty holds no checkpoint yet", 1);
  });
});
