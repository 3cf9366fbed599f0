import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { texts } from "../figures/svg.js";
import { scratch } from "../runs/support/scratch.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus } from "./support/program.js";

const TASKS = "speed\n0\n0.2\n0.4\n3\n3.1\n9\n";

async function withTasks(text = TASKS): Promise<string> {
  const cwd = await scratch();
  await writeFile(join(cwd, "tasks.csv"), text);
  return cwd;
}

const cover = (...more: (string | number)[]) => ["cover", "--parameters", "tasks.csv", ...more];
const greedy = (epsilon: number, K: number) =>
  cover("--cover", "greedy-intersection", "--epsilon", epsilon, "--representatives", K);

describe("caucus cover", () => {
  it("prints what is covered, by what, and what is left out", async () => {
    const { code, stdout, stderr } = await runCaucus(await withTasks(), greedy(0.25, 2));
    expect(code, stderr).toBe(0);
    expect(stdout).toBe(
      [
        "greedy-intersection, K = 2, ε = 0.25: 6 tasks of 1 dimension",
        "covers 5 of 6 (83.3%)",
        "prototype 1 covers 3: θ = 0.2",
        "prototype 2 covers 2: θ = 3.05",
        "left out: 5",
        "",
      ].join("\n"),
    );
  });

  it("prints JSON, and writes it with a picture", async () => {
    const cwd = await withTasks();
    const { code, stdout, stderr } = await runCaucus(cwd, [
      ...greedy(0.25, 2),
      "--json",
      "--out",
      "made/here",
    ]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      cover: "greedy-intersection",
      epsilon: 0.25,
      seed: 0,
      tasks: 6,
      dimensions: 1,
      coverage: expect.closeTo(5 / 6, 12),
      prototypes: [[0.2], [expect.closeTo(3.05, 12)]],
      sizes: [3, 2],
      members: [
        [0, 1, 2],
        [3, 4],
      ],
      nearest: [0, 0, 0, 1, 1, 1],
      uncovered: [5],
      notes: [],
    });
    const written = (name: string) => readFile(join(cwd, "made/here", name));
    expect(`${await written("cover.json")}`).toBe(stdout);
    const svg = `${await written("cover.svg")}`;
    expect(svg).toContain("5 of 6 tasks are covered");
    expect(texts(svg)).toContain("speed");
    expect((await written("cover.png")).subarray(1, 4).toString()).toBe("PNG");
  });

  it("names the axes of a plane as the file does", async () => {
    const cwd = await withTasks('"speed (m/s)",direction (rad)\n0,0\n1,1\n4,3\n');
    expect(await runCaucus(cwd, [...greedy(1, 2), "--out", "made"])).toMatchObject({ code: 0 });
    const svg = await readFile(join(cwd, "made", "cover.svg"), "utf8");
    expect(texts(svg)).toEqual(expect.arrayContaining(["speed (m/s)", "direction (rad)"]));
  });

  it("lets dbscan say how many there are, up to a limit", async () => {
    const cwd = await withTasks("0\n0.1\n0.2\n0.3\n0.4\n5\n5.1\n5.2\n5.3\n");
    const dbscan = cover("--cover", "dbscan", "--epsilon", 0.5, "--json");
    const count = async (args: (string | number)[]) =>
      JSON.parse((await runCaucus(cwd, args)).stdout).prototypes.length;
    expect(await count(dbscan)).toBe(2);
    expect(await count([...dbscan, "--representatives", 1])).toBe(1);
    expect(await count([...dbscan, "--representatives", 7])).toBe(2);
  });

  it("says what to change where nothing is covered, or one prototype covers all", async () => {
    const cwd = await withTasks("0\n1\n");
    const kMeans = (epsilon: number, K: number) =>
      cover("--cover", "kmeans++", "--epsilon", epsilon, "--representatives", K);
    expect((await runCaucus(cwd, kMeans(0.1, 1))).stdout).toContain(
      "note: nothing is covered: the nearest task is 0.5 from a prototype; try a larger epsilon\n",
    );
    expect((await runCaucus(cwd, kMeans(2, 2))).stdout).toContain(
      "note: prototype 1 alone covers every task; try fewer prototypes, or a smaller epsilon\n",
    );
  });

  it.each<[string, (string | number)[], string]>([
    ["an ε of 0", greedy(0, 2), "--epsilon: expected a number above 0, got 0"],
    ["an ε that is a word", greedy("wide" as never, 2), '--epsilon: expected a number, got "wide"'],
    [
      "more prototypes than tasks",
      greedy(1, 7),
      "--representatives: expected at most as many as there are tasks, 6, got 7",
    ],
    ["half a prototype", greedy(1, 1.5), "--representatives: expected a whole number from 1, got 1.5"],
    [
      "no number of prototypes",
      cover("--cover", "gmm", "--epsilon", 1),
      "--representatives: expected how many prototypes for --cover gmm, got none",
    ],
    ["a seed below 0", [...greedy(1, 1), "--seed", -1], "--seed: expected a whole number from 0, got -1"],
  ])("refuses %s", async (_, args, sentence) => {
    await expectRefusal(await withTasks(), args, sentence, 2);
  });

  it("refuses tables with holes", async () => {
    const sentence = /^caucus: tasks\.csv: /;
    const { code, stderr } = await runCaucus(await withTasks("1\nnan\n"), greedy(1, 1));
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});
