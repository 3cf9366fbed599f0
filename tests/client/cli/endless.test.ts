// An environment whose episodes never end.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { Summary } from "../../../client/index.js";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { runCaucus } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

const SETTINGS = tinySettings("counter", "em", { agents: 4, testAgents: 2, fewShotEpisodes: [1] });
const LOAD = ["--load", "endless.mjs"];

async function project(): Promise<string> {
  const cwd = await scratch();
  const support = pathToFileURL("dist/tests/server/support/environments.js").href;
  const lines = [
    `import { countingEnvironment } from ${JSON.stringify(support)};`,
    "export const environments = [countingEnvironment()];",
  ];
  await writeFile(join(cwd, "endless.mjs"), lines.join("\n"));
  return cwd;
}

async function readSummary(cwd: string): Promise<Summary> {
  return JSON.parse(await readFile(join(cwd, "run", "summary.json"), "utf8"));
}

it("is trained and evaluated for as many steps as it is told, or a thousand", async () => {
  const cwd = await project();
  const train = ["train", "--out", "run", ...LOAD, ...flagsOf(SETTINGS)];
  const trained = await runCaucus(cwd, train);
  expect(trained.code, trained.stderr).toBe(0);
  expect(trained.stderr).toContain(
    "counter has no step limit: evaluations cut episodes short after 1000 steps (--max-episode-steps)\n",
  );
  const episodes = 2 * 2 * SETTINGS.evaluationEpisodes!;
  expect(trained.stdout).toContain(
    `  ${episodes} episodes were cut short after 1000 steps (--max-episode-steps)\n`,
  );
  const { agentParameters, utilities, cutShort } = await readSummary(cwd);
  expect(cutShort).toEqual({ episodes, steps: 1000 });
  // A step is worth to an agent what its parameter says.
  for (const [i, [worth]] of agentParameters.entries()) expect(utilities[0][i]).toBeCloseTo(1000 * worth, 1);

  const evaluate = ["evaluate", "--run", "run", ...LOAD, "--max-episode-steps", 7];
  const evaluated = await runCaucus(cwd, evaluate);
  expect(evaluated).toMatchObject({ code: 0 });
  expect(evaluated.stderr).not.toContain("has no step limit");
  const again = await readSummary(cwd);
  expect(again.cutShort).toEqual({ episodes, steps: 7 });
  const test = again.unseen!.agentParameters.reduce((sum, [worth]) => sum + worth, 0) / 2;
  expect(again.unseen!.zeroShot.mean).toBeCloseTo(7 * test, 3);
});

it("is told how many steps are none", async () => {
  const cwd = await project();
  const args = ["train", ...LOAD, ...flagsOf({ ...SETTINGS, maxEpisodeSteps: 0 })];
  const { code, stderr } = await runCaucus(cwd, args);
  expect(stderr).toMatch(/^caucus: .*expected number to be >0, got 0\n$/);
  expect(code).toBe(2);
});
