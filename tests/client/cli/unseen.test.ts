// What a user gets from test agents, in `caucus train` and `caucus evaluate`.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Summary } from "../../../client/index.js";
import { makeScratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { runCaucus } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

const SETTINGS = tinySettings("half-cheetah", "em", {
  env: "half-cheetah-velocity",
  transitions: 512,
  agents: undefined,
  trainAgents: 6,
  testAgents: 3,
});

let cwd: string;
let trained: string;

beforeAll(async () => {
  cwd = await makeScratch();
  const given = Object.fromEntries(Object.entries(SETTINGS).filter(([, value]) => value !== undefined));
  const { code, stdout, stderr } = await runCaucus(cwd, ["train", "--out", "run", ...flagsOf(given)]);
  if (code !== 0) throw new Error(stderr);
  trained = stdout;
});
afterAll(() => rm(cwd, { recursive: true }));

const summary = async (): Promise<Summary> =>
  JSON.parse(await readFile(join(cwd, "run", "summary.json"), "utf8"));
const evaluate = (...flags: (string | number)[]) =>
  runCaucus(cwd, ["evaluate", "--run", "run", "--episodes", 2, ...flags]);

it("a run ends with what its test agents get", async () => {
  const { unseen } = await summary();
  expect(unseen!.agentParameters).toHaveLength(3);
  expect(trained).toContain("3 test agents, over 2 episodes of each policy:\n  zero-shot: ");
  expect(trained).toContain(`few-shot, after 5 each: ${unseen!.fewShot[0].mean.toFixed(2)} ± `);
});

it("a run can be evaluated for others, from a file", async () => {
  await writeFile(join(cwd, "others.csv"), "0.3\n2.7\n");
  const flags = ["--test-agents", "others.csv", "--few-shot-episodes", 1, 2, "--accuracy", 500];
  const { code, stdout } = await evaluate(...flags);
  expect(code).toBe(0);
  expect(stdout).toMatch(/few-shot, after 2 each: .*; 100 % within 500 of the best of all\n/);
  expect((await summary()).unseen!.agentParameters).toEqual([[0.3], [2.7]]);
});

it("few-shot may take as many episodes as the bound asks for", async () => {
  // 2 · (30 / 40)² · ln(2 / 0.1) = 3.37.
  const flags = ["--accuracy", 40, "--confidence", 0.9, "--return-range", 30];
  expect((await evaluate(...flags)).stdout).toContain("few-shot, after 4 each: ");
});

it("an evaluation that cannot be is refused", async () => {
  expect(await evaluate("--return-range", 5)).toMatchObject({
    code: 2,
    stderr: "caucus: --return-range: expected --confidence with it\n",
  });
});
