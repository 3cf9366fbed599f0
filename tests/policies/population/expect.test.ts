import { describe, expect as expectThat, it } from "vitest";
import { expect } from "../../../policies/population/expect.js";
import { neighboursOf } from "../../../policies/population/neighbours.js";
import { outsideOf, populationOf } from "../../../policies/population/population.js";
import { testDossier } from "../support/registry.js";

const { dossier } = testDossier();
const population = populationOf(dossier);
const NO_TRIALS = new Map<number, number[]>();

describe("neighbours", () => {
  it("are the nearest, with weights that fall to 0 at the next one", () => {
    const { agents, weights } = neighboursOf(population, [0]);
    expectThat(agents).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    weights.forEach((weight, i) => {
      expectThat(weight).toBeCloseTo(1 - i / 8, 12);
    });
  });

  it("weigh the same where all are alike", () => {
    const same = { ...population, parameters: population.parameters.map(() => [0.5]) };
    expectThat(neighboursOf(same, [0.5]).weights).toEqual(Array(8).fill(1));
    expectThat(neighboursOf(same, [0.7]).weights).toEqual(Array(8).fill(1));
  });

  it("may be fewer than are looked at", () => {
    const two = { ...population, parameters: [[0], [1]], minimum: [0], maximum: [1] };
    expectThat(neighboursOf(two, [0.25])).toEqual({ agents: [0, 1], weights: [expectThat.any(Number), 0] });
  });
});

it("θ outside the population's ranges is noticed", () => {
  expectThat(outsideOf(population, [0.9])).toEqual([]);
  expectThat(outsideOf(population, [0.95])).toEqual([0]);
  expectThat(outsideOf(population, [-1])).toEqual([0]);
});

describe("expectations", () => {
  it("of a known agent are its own, with the error of the assessment's mean", () => {
    const [first] = expect(population, { knownAgent: 2, trials: NO_TRIALS });
    expectThat(first.mean).toBe(80);
    expectThat(first.upper - 80).toBeCloseTo((1.959964 * 2) / Math.sqrt(4), 6);
  });

  it("of an agent of whom nothing is known are those of all", () => {
    const means = expect(population, { trials: NO_TRIALS }).map(({ mean }) => mean);
    expectThat(means[0]).toBeCloseTo(55, 10);
    expectThat(means[1]).toBeCloseTo(45, 10);
    expectThat(means[2]).toBeCloseTo(20, 10);
  });

  it("count agents that policies were not trained for", () => {
    const unseen = { parameters: [[2]], returns: [[1], [2], [3]], welfare: dossier.welfare };
    const more = populationOf({ ...dossier, coverage: { ...dossier.coverage, unseen } });
    expectThat(more).toMatchObject({ numTrained: 10, maximum: [2] });
    const [, , third] = expect(more, { parameters: [2], trials: NO_TRIALS });
    expectThat(third.mean).toBeLessThan(20);
    expectThat(third.episodeDeviation).toBe(2);
  });
});
