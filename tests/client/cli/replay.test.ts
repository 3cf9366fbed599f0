// What a user gets from `caucus replay`.
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeScratch, scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus, startServerProcess } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

let cwd: string;
beforeAll(async () => {
  cwd = await makeScratch();
  const settings = flagsOf(tinySettings("half-cheetah", "em", { transitions: 512 }));
  expect(await runCaucus(cwd, ["train", "--out", "run", ...settings])).toMatchObject({ code: 0 });
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const replay = (...flags: (string | number)[]) => ["replay", "--run", "run", ...flags];

describe("caucus replay", () => {
  it("writes a page of each representative into the run, and names them", async () => {
    const { code, stdout, stderr } = await runCaucus(cwd, replay());
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toBe(
      "run/replays/replay-representative-1.html\nrun/replays/replay-representative-2.html\n",
    );
    expect((await readdir(join(cwd, "run/replays"))).sort()).toEqual([
      "replay-representative-1.html",
      "replay-representative-2.html",
    ]);
  });

  it("writes those asked for, once, elsewhere, with pictures, from a server of one's own", async () => {
    const { address } = await startServerProcess();
    const flags = ["--representatives", 2, 2, "--steps", 5, "--frames", 4, "--out", "watch/it"];
    const { stdout } = await runCaucus(cwd, replay(...flags, "--server", address));
    expect(stdout.trim().split("\n")).toEqual([
      "watch/it/replay-representative-2.html",
      "watch/it/replay-representative-2-step-0001.png",
      "watch/it/replay-representative-2-step-0005.png",
    ]);
  });

  it.each<[string, (string | number)[], string]>([
    ["no steps", ["--steps", 0], "--steps: expected a whole number from 1, got 0"],
    ["words for steps", ["--steps", "many"], '--steps: expected a number, got "many"'],
    ["half a frame", ["--frames", 0.5], "--frames: expected a whole number from 1, got 0.5"],
    [
      "a representative that there is not",
      ["--representatives", 1, 3],
      "--representatives: expected whole numbers from 1 to 2, got 3",
    ],
    ["steps given twice", ["--steps", 1, "--steps", 2], "--steps: expected one value, got 1, 2"],
  ])("refuses %s", async (_, flags, sentence) => {
    await expectRefusal(cwd, replay(...flags), sentence, 2);
  });

  it("refuses what is no run, and a run without a checkpoint", async () => {
    const empty = await scratch();
    await expectRefusal(empty, ["replay", "--run", "."], ". holds no run: expected a config.json in it");
    await writeFile(join(empty, "config.json"), JSON.stringify(tinySettings("half-cheetah", "em")));
    await expectRefusal(empty, ["replay", "--run", "."], ". holds no checkpoint yet");
  });
});
