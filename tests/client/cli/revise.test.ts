import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { CheckedDossier } from "../../../approval/index.js";
import { decide, publicPem } from "../../approval/support/reviewers.js";
import { dossierOfRun, policyDigests } from "../runs/support/run-dossier.js";
import { makeScratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus } from "./support/program.js";
import { flagsOf, readRows } from "./support/runs.js";

/** All 25 tiles of Resource Gathering. */
const AGENTS = Array.from({ length: 25 }, (_, i) => [i]);
const SETTINGS = tinySettings("resource-gathering", "auto", { representatives: 3, transitions: 512 });
const REVISE = ["train", "--revise", "dossier", "--run", "run", "--out", "revised"];

let cwd: string;
let checked: CheckedDossier;

beforeAll(async () => {
  cwd = await makeScratch();
  const { code, stderr } = await runCaucus(cwd, ["train", "--out", "run", ...flagsOf(SETTINGS)]);
  expect(code, stderr).toBe(0);
  checked = await dossierOfRun(join(cwd, "run"), AGENTS, join(cwd, "dossier"));
  const reviewers = (name: "ada" | "bob") =>
    stringify({ required: 1, reviewers: [{ name, key: publicPem(name) }] });
  for (const name of ["ada", "bob"] as const) await writeFile(join(cwd, `${name}.yaml`), reviewers(name));
});

afterAll(() => rm(cwd, { recursive: true, force: true }));

describe("caucus train --revise refuses", () => {
  it.each<[string, (string | number)[], string]>([
    [
      "a dossier without rejected policies",
      REVISE,
      "--revise: expected a dossier with rejected policies, or --retrain, got neither",
    ],
    [
      "no run",
      ["train", "--revise", "dossier"],
      "--revise: expected --run with the run that made the dossier's policies, got none",
    ],
    ["a run alone", ["train", "--run", "run"], "--run: expected --revise with it, got none"],
    [
      "other networks",
      [...REVISE, "--retrain", 1, "--hidden-sizes", 8],
      "--hidden-sizes: a revision keeps the settings of --run, but for --transitions, --seed, --opt-out-from, --checkpoint-every, --evaluation-episodes",
    ],
    [
      "to resume",
      [...REVISE, "--resume"],
      "--revise: expected none with --resume, which goes on with a revision",
    ],
    [
      "an unknown representative",
      [...REVISE, "--retrain", 4],
      "--retrain: expected representatives from 1 to 3, got 4",
    ],
    [
      "revisions as a setting",
      ["train", "--representatives", 2, "--algorithm", "em", "--revisions", 0, 1],
      "--revisions: expected --revise, which sets them, got them as a setting",
    ],
  ])("%s", async (_, args, sentence) => {
    await expectRefusal(cwd, args, sentence, 2);
  });
});

describe("caucus train --revise", () => {
  it("trains what reviewers reject, and leaves the others as they are", async () => {
    await decide(checked, "ada", "10:00", { action: "approve", representatives: [1, 3] });
    await decide(checked, "ada", "11:00", { action: "reject", representatives: [2] });
    const { code, stderr } = await runCaucus(cwd, [
      ...REVISE,
      "--reviewers",
      "ada.yaml",
      "--transitions",
      768,
    ]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("trains 2 anew; 1, 3 stay as they are\n");
    const [before, after] = await Promise.all(
      ["run", "revised"].map((name) => policyDigests(join(cwd, name))),
    );
    expect(after.map((digest, j) => digest === before[j])).toEqual([true, false, true]);
    expect(await readRows(join(cwd, "revised"))).toHaveLength(3);
  });

  it("listens to no unknown reviewer", async () => {
    const sentence = /^caucus: decisions\/0001\.dsse\.json: expected a reviewer's key, got the unknown key /;
    const { code, stderr } = await runCaucus(cwd, [
      "train",
      "--revise",
      "dossier",
      "--run",
      "run",
      "--reviewers",
      "bob.yaml",
    ]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(sentence)]);
  });

  it("does not go on with a revision whose start is lost", async () => {
    await rm(join(cwd, "revised", "checkpoints"), { recursive: true });
    const { code, stderr } = await runCaucus(cwd, ["train", "--resume", "--out", "revised"]);
    expect([code, stderr]).toEqual([
      1,
      "caucus: revised holds no checkpoint: begin the revision again, with --revise\n",
    ]);
  });
});
