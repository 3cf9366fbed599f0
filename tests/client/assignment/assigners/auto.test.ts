import { describe, expect, it } from "vitest";
import { auto } from "../../../../client/assignment/assigners/auto.js";
import { createRng } from "../../../../envs/rng.js";

const RUN: Parameters<typeof auto>[1] = {
  transitions: 3000,
  batchSize: 10,
  warmStartIterations: 0,
  emptyRepresentative: "last-agent",
};
const assigner = (k: number, n: number, run = RUN) => auto({ numRepresentatives: k, numAgents: n }, run);

/** Iterations of a run of so many of which a predicate is true. */
const iterationsOf = (iterations: number, holds: (iteration: number) => boolean) =>
  Array.from({ length: iterations }, (_, i) => i + 1).filter(holds);

describe("auto", () => {
  it("starts with agent i at representative i mod k", () => {
    const { initialize, assignment } = assigner(3, 7);
    expect([...assignment(initialize(createRng(0)))]).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it("gives each agent to the representative that is best for it, even if another is left with none", () => {
    const { initialize, update, assignment } = assigner(2, 3);
    const start = initialize(createRng(0));
    const served = (...utilities: number[]) => [
      ...assignment(update(start, Float64Array.from(utilities), 1, createRng(0))),
    ];
    expect(served(1, 5, 2, 3, 4, 2)).toEqual([1, 0, 0]);
    expect(served(1, 5, 2, 3, 6, 4)).toEqual([1, 1, 1]);
  });

  it("leaves no representative without agents if returns are costs", () => {
    const { initialize, update, assignment } = assigner(2, 3);
    const utilities = Float64Array.of(-5, -5, -5, -4, -4, 4);
    expect([...assignment(update(initialize(createRng(0)), utilities, 1, createRng(0)))]).toEqual([0, 1, 1]);
  });

  it("looks for exchanges thirty times in a run, but for its first tenth and last fifth", () => {
    const { search } = assigner(3, 7);
    expect(iterationsOf(300, search!.exchanges)).toEqual(Array.from({ length: 22 }, (_, i) => 30 + 10 * i));
  });

  it.each([
    ["every fifth iteration of a short run", 60, [10, 15, 20, 25, 30, 35, 40, 45]],
    ["after an eighth of a shorter one", 10, [2, 4, 6, 8]],
    ["after every iteration of the shortest", 4, [1, 2, 3]],
  ])("looks %s", (_, iterations, expected) => {
    const { search } = assigner(3, 7, { ...RUN, transitions: 10 * iterations });
    expect(iterationsOf(iterations, search!.exchanges)).toEqual(expected);
  });

  it("looks nowhere with a single representative", () => {
    expect(assigner(1, 7).search).toBeUndefined();
  });
});
