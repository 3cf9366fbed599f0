// Assigners and covers of the user's own, in the program.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { TrainConfigInput } from "../../../client/index.js";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus, startServerProcess } from "./support/program.js";
import { flagsOf, readRows } from "./support/runs.js";

/** The first half of the agents have the first representative, and so on: hard, and fixed. */
const ASSIGNER = `{
  description: "agents in the order in which they come",
  create: ({ numRepresentatives: k, numAgents: n }) => {
    const serving = Int32Array.from({ length: n }, (_, i) => Math.floor((i * k) / n));
    const weights = new Float32Array(k * n);
    serving.forEach((j, i) => { weights[j * n + i] = 1; });
    return {
      trained: false,
      initialize: () => weights,
      weights: (parameters) => parameters,
      update: (parameters) => parameters,
      assignment: () => serving,
    };
  },
}`;

/** The first K tasks. */
const COVER = `{
  description: "the tasks that come first",
  choose: ({ tasks: { columns, values }, numPrototypes: rows }) => ({ rows, columns, values: values.slice(0, rows * columns) }),
}`;

async function project(lines: string): Promise<string> {
  const cwd = await scratch();
  await writeFile(join(cwd, "own.mjs"), lines);
  return cwd;
}

const own = () =>
  project(`export const assigners = { halves: ${ASSIGNER} };\nexport const covers = { firsts: ${COVER} };\n`);

const SHORT: TrainConfigInput = { transitions: 256, epochs: 1 };
const { algorithm: _, ...GATHERING } = tinySettings("resource-gathering", "em", SHORT);
const train = (...more: string[]) => ["train", "--out", "run", ...flagsOf(GATHERING), ...more];
const HALVES = ["--algorithm", "halves", "--load", "own.mjs"];

it("trains with an assigner, and goes on and evaluates with the same module, and says so without", async () => {
  const cwd = await own();
  const trained = await runCaucus(cwd, train(...HALVES));
  expect(trained.code, trained.stderr).toBe(0);
  expect(trained.stderr).toContain("resource-gathering, halves, k = 2; run run\n");
  const [row] = await readRows(join(cwd, "run"));
  expect(row.assignment).toEqual(Array.from({ length: 25 }, (_, i) => (i < 13 ? 0 : 1)));
  const modules = JSON.parse(await readFile(join(cwd, "run", "modules.json"), "utf8"));
  expect(modules).toEqual({ algorithm: join(cwd, "own.mjs") });

  const missing = `--load: expected ${join(cwd, "own.mjs")}, which has the run's algorithm "halves", or another module with it, got none`;
  const resume = ["train", "--resume", "--out", "run"];
  for (const command of [resume, ["evaluate", "--run", "run"], ["export", "--run", "run"]]) {
    const { code, stderr } = await runCaucus(cwd, command);
    expect([code, stderr]).toEqual([2, `caucus: ${missing}\n`]);
    const loading = await runCaucus(cwd, [...command, "--load", "own.mjs"]);
    expect(loading.code, loading.stderr).toBe(0);
  }
});

it("trains with an assigner on servers, which need no module for it", async () => {
  const cwd = await own();
  const { address } = await startServerProcess();
  const { code, stderr } = await runCaucus(cwd, train(...HALVES, "--server", address));
  expect(code, stderr).toBe(0);
});

it("covers tasks, and those of a committee, with a cover", async () => {
  const cwd = await own();
  await writeFile(join(cwd, "tasks.csv"), "speed\n0.5\n2\n0.6\n");
  const firsts = ["--cover", "firsts", "--epsilon", "0.2", "--representatives", "2", "--load", "own.mjs"];
  const { stdout } = await runCaucus(cwd, ["cover", "--parameters", "tasks.csv", ...firsts]);
  expect(stdout).toContain("firsts, K = 2, ε = 0.2: 3 tasks of 1 dimension\ncovers 3 of 3 (100.0%)\n");

  const {
    agents: _,
    representatives: __,
    ...cheetah
  } = tinySettings("half-cheetah", "committee", {
    ...SHORT,
    trainAgents: [[0.5], [2], [0.6]],
  });
  await writeFile(join(cwd, "run.json"), JSON.stringify(cheetah));
  const flags = ["train", "--out", "run", "--config", "run.json", ...firsts];
  const trained = await runCaucus(cwd, flags);
  expect(trained.code, trained.stderr).toBe(0);
  const { committee } = JSON.parse(await readFile(join(cwd, "run", "summary.json"), "utf8"));
  expect(committee).toMatchObject({ cover: "firsts", prototypes: [[0.5], [2]], sizes: [2, 1] });
});

it.each<[string, string, (path: string) => string]>([
  [
    "whose name is taken",
    `export const assigners = { em: ${ASSIGNER}, halves: ${ASSIGNER} };`,
    (path) => `assigners.em: expected a name of its own, got "em", which is built in (${path})`,
  ],
  [
    "that is none",
    "export const assigners = { halves: { description: 'half' } };",
    (path) => `assigners.halves.create: expected a function, got undefined (${path})`,
  ],
  [
    "that makes none",
    "export const assigners = { halves: { description: 'half', create: () => ({ trained: 1 }) } };",
    (path) => `assigners.halves.create().trained: expected true or false, got 1 (${path})`,
  ],
  [
    "in a list",
    "export const assigners = [];",
    (path) => `assigners: expected a record of entries by name, got [] (${path})`,
  ],
  [
    "with a name that no flag has",
    `export const assigners = { "my halves": ${ASSIGNER} };`,
    (path) =>
      `assigners.my halves: expected a name in kebab-case, such as "my-own", got 'my halves' (${path})`,
  ],
  [
    "in a module that fails",
    'throw new Error("no");',
    (path) => `--load: expected a module that can be loaded, got Error: no (${path})`,
  ],
])("refuses an assigner %s", async (_, lines, sentence) => {
  const cwd = await project(lines);
  await expectRefusal(cwd, train(...HALVES), sentence(join(cwd, "own.mjs")), 2);
});
