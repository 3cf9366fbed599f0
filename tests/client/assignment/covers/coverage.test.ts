import { describe, expect, it } from "vitest";
import { coverageNotes, coverageOf } from "../../../../client/assignment/covers/coverage.js";
import { COVER_NAMES, type CoverName } from "../../../../client/assignment/covers/index.js";
import { tableOf } from "../../../../client/assignment/covers/rows.js";
import { ConfigError } from "../../../../client/index.js";
import { line, prototypesOf } from "./support.js";

describe("coverageOf", () => {
  it("lists the tasks within ε of each prototype, and those within ε of none", () => {
    const coverage = coverageOf(tableOf(line(0, 1, 2, 3.5, 9)), tableOf(line(1, 3)), 1);
    expect(coverage.members).toEqual([
      [0, 1, 2],
      [2, 3],
    ]);
    expect(coverage.uncovered).toEqual([4]);
    expect([...coverage.nearest]).toEqual([0, 0, 0, 1, 1]);
    expect([...coverage.distances]).toEqual([1, 0, 1, 0.5, 6]);
    expect(coverage.share).toBeCloseTo(0.8, 12);
  });

  it("measures the largest coordinate", () => {
    const tasks = tableOf([
      [0, 0],
      [0.9, 0.9],
      [0, 1.5],
    ]);
    expect(coverageOf(tasks, tableOf([[0, 0]]), 1).members).toEqual([[0, 1]]);
  });
});

describe("coverageNotes", () => {
  const notes = (tasks: number[], prototypes: number[], epsilon: number, cover: CoverName = "gmm") =>
    coverageNotes(coverageOf(tableOf(line(...tasks)), tableOf(line(...prototypes)), epsilon), cover, epsilon);

  it.each<[string, number[], number[], number, string[]]>([
    ["an ordinary cover", [0, 1, 5], [0.5, 5], 1, []],
    ["one prototype for all", [0, 1], [0.5], 1, []],
    [
      "a cover of nothing",
      [0, 1],
      [0.5, 3],
      0.1,
      ["nothing is covered: the nearest task is 0.5 from a prototype; try a larger epsilon"],
    ],
    [
      "prototypes without tasks",
      [0, 1],
      [0, 3, 7],
      1.5,
      [
        "no task is within 1.5 of prototypes 2, 3; try a larger epsilon, or another cover",
        "prototype 1 alone covers every task; try fewer prototypes, or a smaller epsilon",
      ],
    ],
  ])("of %s", (_, tasks, prototypes, epsilon, expected) => {
    expect(notes(tasks, prototypes, epsilon)).toEqual(expected);
  });

  it("of one cluster, where it was for the cover to find several", () => {
    const expected = ["there is only one cluster; a smaller epsilon may split it"];
    expect(notes([0, 1, 9], [0.5], 1, "dbscan")).toEqual(expected);
  });
});

describe.each(COVER_NAMES)("%s refuses", (cover) => {
  it.each([
    [line(1, 2), 0, 1, "epsilon: expected a number above 0, got 0"],
    [line(1, 2), -1, 1, "epsilon: expected a number above 0, got -1"],
    [line(1, Number.NaN), 1, 1, "parameters: expected finite numbers, got NaN for task 1"],
  ])("%j with epsilon %d", (tasks, epsilon, K, sentence) => {
    expect(() => prototypesOf(cover, tasks, epsilon, K)).toThrow(new ConfigError(sentence));
  });

  it("no prototypes, or half of one", () => {
    for (const K of [0, 1.5, Number.NaN]) {
      const sentence = `representatives: expected a whole number from 1, got ${K}`;
      expect(() => prototypesOf(cover, line(1, 2), 1, K)).toThrow(new ConfigError(sentence));
    }
  });

  it.runIf(cover !== "dbscan")("more prototypes than tasks", () => {
    const sentence = "representatives: expected at most as many as there are tasks, 2, got 3";
    expect(() => prototypesOf(cover, line(1, 2), 1, 3)).toThrow(new ConfigError(sentence));
  });
});
