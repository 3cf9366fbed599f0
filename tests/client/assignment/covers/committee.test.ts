import { describe, expect, it } from "vitest";
import {
  type CommitteeConfig,
  foundCommittee,
  zeroShotAssignment,
} from "../../../../client/assignment/covers/committee.js";
import { tableOf } from "../../../../client/assignment/covers/rows.js";
import { ConfigError } from "../../../../client/index.js";
import { line } from "./support.js";

const SETTINGS: CommitteeConfig = { cover: "greedy-intersection", epsilon: 0.5, trainOn: "cluster", seed: 3 };
const found = (values: number[], k: number, more: Partial<CommitteeConfig> = {}) =>
  foundCommittee(tableOf(line(...values)), k, { ...SETTINGS, ...more });

describe("foundCommittee", () => {
  it("trains policies on whom their prototypes cover, and gives the nearest to the others", () => {
    const { prototypes, trainedOn, assignment, coverage } = found([0, 0.4, 1, 5, 5.5, 3.2], 2);
    expect([...prototypes.values]).toEqual([0.5, 5.25]);
    expect(trainedOn).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect([...assignment]).toEqual([0, 0, 0, 1, 1, 1]);
    expect(coverage.uncovered).toEqual([5]);
  });

  it("trains them on the tasks nearest to their prototypes, each its own, and measures from there", () => {
    const { prototypes, trainedOn, coverage } = found([0, 0.4, 1, 5, 5.5, 3.2], 2, { trainOn: "prototype" });
    expect(trainedOn).toEqual([[1], [3]]);
    expect([...prototypes.values]).toEqual([0.4, 5]);
    // 1 is 0.6 from 0.4.
    expect(coverage.uncovered).toEqual([2, 5]);
    expect(found([1, 1, 1], 2, { trainOn: "prototype" }).trainedOn).toEqual([[0], [1]]);
  });

  it("lets policies with an empty cluster serve no agent", () => {
    // The means of k-means' groups are 1, within 0.5 of nobody, and 10.
    const { trainedOn, assignment } = found([0, 2, 10, 10], 2, { cover: "kmeans++" });
    const [own] = trainedOn.flatMap((agents, j) => (agents.length > 0 ? [j] : []));
    expect(trainedOn[own]).toEqual([2, 3]);
    expect([...assignment]).toEqual([own, own, own, own]);
  });

  it("is the same again", () => {
    const values = Array.from({ length: 40 }, (_, i) => Math.sin(7 * i));
    for (const cover of ["gradient", "gmm", "random"] as const)
      expect(found(values, 3, { cover })).toEqual(found(values, 3, { cover }));
    expect(found(values, 3, { cover: "random", seed: 4 })).not.toEqual(found(values, 3, { cover: "random" }));
  });

  it("refuses a cover that covers no task, unless policies train on tasks", () => {
    const sentence =
      'epsilon: expected an agent within 0.1 of a prototype, got the nearest at 0.5 (cover "kmeans++"); choose a larger one';
    const settings = { cover: "kmeans++", epsilon: 0.1 } as const;
    expect(() => found([0, 1], 1, settings)).toThrow(new ConfigError(sentence));
    expect(found([0, 1], 1, { ...settings, trainOn: "prototype" }).trainedOn).toEqual([[0]]);
  });

  it("has no more policies than a cover that decides it has clusters, and no more than asked for", () => {
    const values = [0, 0.1, 0.2, 0.3, 7, 7.1, 7.2, 7.3, 7.4];
    const count = (limit: number) => found(values, limit, { cover: "dbscan" }).prototypes.rows;
    expect([count(Number.POSITIVE_INFINITY), count(3), count(1)]).toEqual([2, 2, 1]);
  });
});

it("zeroShotAssignment gives tasks the nearest policy that was trained", () => {
  const [tasks, prototypes] = [line(-1, 0.9, 1.1, 1, 9), line(0, 2, 8)].map(tableOf);
  expect([...zeroShotAssignment(tasks, { prototypes, trainedOn: [[0], [1], [2]] })]).toEqual([0, 0, 1, 0, 2]);
  expect([...zeroShotAssignment(tasks, { prototypes, trainedOn: [[0], [1], []] })]).toEqual([0, 0, 1, 0, 1]);
});
