import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectationMaximization } from "../../../../client/assignment/assigners/expectation-maximization.js";
import type { ExpectationMaximizationConfig } from "../../../../client/assignment/assigners/settings.js";
import {
  type Assignment,
  clusterSizes,
  greedyAssignment,
  hardWeights,
} from "../../../../client/ops/assignment.js";
import { createRng } from "../../../../envs/rng.js";

const RANDOM: ExpectationMaximizationConfig = { warmStartIterations: 0, emptyRepresentative: "random-agent" };
const LAST: ExpectationMaximizationConfig = { ...RANDOM, emptyRepresentative: "last-agent" };

const assigner = (k: number, n: number, config = RANDOM) =>
  expectationMaximization({ numRepresentatives: k, numAgents: n }, config);

/** Who serves whom after an E-step that finds `best` to be best for every agent. */
function afterStep(
  k: number,
  best: number[],
  before: number[],
  config: ExpectationMaximizationConfig,
  seed = 0,
) {
  const em = assigner(k, best.length, config);
  const utilities = Float64Array.from(hardWeights(Int32Array.from(best), k));
  const parameters = hardWeights(Int32Array.from(before), k);
  return [...em.assignment(em.update(parameters, utilities, 1, createRng(seed)))];
}

describe("expectationMaximization", () => {
  it("starts with agent i at representative i mod k", () => {
    const em = assigner(3, 7);
    expect([...em.assignment(em.initialize(createRng(0)))]).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it("weights an agent's representative with 1 and the others with 0", () => {
    const em = assigner(2, 3);
    const weights = em.weights(tf.tensor2d(em.initialize(createRng(0)), [2, 3]));
    expect(weights.arraySync()).toEqual([
      [1, 0, 1],
      [0, 1, 0],
    ]);
    expect(em.trained).toBe(false);
  });

  it("gives each agent to the representative that is best for it", () => {
    const em = assigner(2, 3);
    const utilities = Float64Array.of(1, 5, 2, 3, 4, 2);
    const parameters = em.update(em.initialize(createRng(0)), utilities, 1, createRng(0));
    expect([...em.assignment(parameters)]).toEqual([1, 0, 0]);
  });

  it("leaves the assignment alone for the iterations of the warm start", () => {
    const em = assigner(2, 2, { ...RANDOM, warmStartIterations: 3 });
    const start = em.initialize(createRng(0));
    const swapped = Float64Array.of(0, 1, 1, 0);
    for (const iteration of [1, 2, 3])
      expect(em.update(start, swapped, iteration, createRng(0))).toEqual(start);
    expect([...em.assignment(em.update(start, swapped, 4, createRng(0)))]).toEqual([1, 0]);
  });

  it("leaves what went in as it was", () => {
    const em = assigner(2, 2);
    const [start, utilities] = [em.initialize(createRng(0)), Float64Array.of(1, 1, 0, 0)];
    em.update(start, utilities, 1, createRng(0));
    expect(start).toEqual(em.initialize(createRng(0)));
    expect(utilities).toEqual(Float64Array.of(1, 1, 0, 0));
  });
});

describe("a representative that is best for no agent", () => {
  it("keeps an agent that it had", () => {
    expect(afterStep(2, [0, 0, 0], [0, 0, 1], LAST)).toEqual([0, 0, 1]);
    expect(afterStep(3, [0, 0, 0, 0], [0, 2, 0, 1], LAST)).toEqual([0, 2, 0, 1]);
  });

  it("does not keep one that is another's only agent", () => {
    // Representative 1 had agent 0 alone, whom 0 now serves alone.
    expect(afterStep(3, [0, 2, 2], [1, 0, 2], LAST)).toEqual([0, expect.any(Number), expect.any(Number)]);
    expect(clusterSizes(Int32Array.from(afterStep(3, [0, 2, 2], [1, 0, 2], LAST)), 3)).toEqual([1, 1, 1]);
  });

  it("gets any agent, each as likely as the others", () => {
    const counts = [0, 0, 0];
    for (let seed = 0; seed < 300; seed++) {
      const served = afterStep(2, [0, 0, 0], [0, 0, 1], RANDOM, seed);
      expect(served.filter((j) => j === 1)).toHaveLength(1);
      counts[served.indexOf(1)]++;
    }
    // 100 ± 4 standard deviations
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(33);
  });
});

/** k, and which representative is best for each of n ≥ k agents, and which served it before. */
const situations = fc.integer({ min: 1, max: 5 }).chain((k) => {
  const agents = fc.tuple(fc.nat(k - 1), fc.nat(k - 1));
  return fc.record({ k: fc.constant(k), agents: fc.array(agents, { minLength: k, maxLength: 8 }) });
});

it.each([RANDOM, LAST])(
  "nobody is left without agents, and no more are moved than must be (%o)",
  (config) => {
    fc.assert(
      fc.property(situations, fc.nat(), ({ k, agents }, seed) => {
        const best = agents.map(([j]) => j);
        const served = afterStep(
          k,
          best,
          agents.map(([, j]) => j),
          config,
          seed,
        );
        const empty = clusterSizes(Int32Array.from(best) as Assignment, k).filter(
          (size) => size === 0,
        ).length;
        expect(Math.min(...clusterSizes(Int32Array.from(served), k))).toBeGreaterThan(0);
        expect(served.filter((j, i) => j !== best[i])).toHaveLength(empty);
      }),
    );
  },
);

it("parameters are one-hot columns, so that greedyAssignment reads them", () => {
  const em = assigner(3, 4);
  const parameters = em.update(
    em.initialize(createRng(0)),
    Float64Array.from({ length: 12 }, (_, c) => c % 5),
    1,
    createRng(0),
  );
  expect(hardWeights(greedyAssignment(parameters, 3), 3)).toEqual(parameters);
});
