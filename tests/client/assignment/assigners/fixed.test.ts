// The algorithms that decide once who serves whom.
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Agents,
  type Algorithm,
  ASSIGNERS,
  ConfigError,
  resolveConfig,
} from "../../../../client/index.js";
import { clusterSizes } from "../../../../client/ops/assignment.js";
import { createRng } from "../../../../envs/rng.js";
import { velocities } from "./support.js";

const assigner = (algorithm: Algorithm, k: number, n: number) =>
  ASSIGNERS[algorithm].create({ numRepresentatives: k, numAgents: n }, resolveConfig({}));

/** Who serves whom at the start. */
function startOf(algorithm: Algorithm, k: number, n: number, agents?: Agents, seed = 0): number[] {
  const own = assigner(algorithm, k, n);
  return [...own.assignment(own.initialize(createRng(seed), agents))];
}

describe("random", () => {
  it("deals agents evenly, whether or not k divides n", () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.nat(20), fc.nat());
    fc.assert(
      fc.property(sizes, ([k, more, seed]) => {
        const dealt = clusterSizes(Int32Array.from(startOf("random", k, k + more, undefined, seed)), k);
        expect(Math.max(...dealt) - Math.min(...dealt)).toBeLessThanOrEqual(1);
        expect(dealt.reduce((a, b) => a + b)).toBe(k + more);
      }),
    );
  });

  it("deals an agent to each representative as often as to the others", () => {
    const counts = [0, 0, 0];
    for (let seed = 0; seed < 600; seed++) counts[startOf("random", 3, 6, undefined, seed)[4]]++;
    // 200 ± 4 standard deviations
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(47);
  });

  it("deals the same for the same seed, and otherwise for another", () => {
    expect(startOf("random", 5, 50, undefined, 1)).toEqual(startOf("random", 5, 50, undefined, 1));
    expect(startOf("random", 5, 50, undefined, 1)).not.toEqual(startOf("random", 5, 50, undefined, 2));
  });
});

describe("oracle", () => {
  it("gives each representative an interval of equal width", () => {
    // Borders at 0.8, 1.6, 2.4 and 3.2 m/s.
    const agents = velocities([3.9, 0, 0.79, 0.81, 1.7, 2.3, 2.5, 3.19, 3.21, 4], 4);
    expect(startOf("oracle", 5, 10, agents)).toEqual([4, 0, 0, 1, 2, 2, 3, 3, 4, 4]);
  });

  it("gives what is on a border to the lower", () => {
    expect(startOf("oracle", 4, 5, velocities([0, 1, 2, 3, 4], 4))).toEqual([0, 0, 1, 2, 3]);
  });

  it("leaves a representative without agents if no agent is in its interval", () => {
    expect(startOf("oracle", 3, 3, velocities([0.1, 0.2, 2.9], 3))).toEqual([0, 0, 2]);
  });

  it("starts intervals where the range starts", () => {
    const [spec] = velocities([], 3).parameterSpecs;
    const agents: Agents = {
      ...velocities([1.1, 1.9, 2.1, 3], 3),
      parameterSpecs: [{ ...spec, minimum: 1 }],
    };
    expect(startOf("oracle", 2, 4, agents)).toEqual([0, 0, 1, 1]);
  });

  it.each([
    ["whole numbers", [{ name: "tile", minimum: 0, maximum: 24, integer: true }], "whole tile"],
    [
      "two numbers",
      ["speed", "height"].map((name) => ({ name, minimum: 0, maximum: 1, integer: false })),
      "speed, height",
    ],
    ["nothing that is told", [], "none"],
  ])("refuses agents that differ in %s", (_, parameterSpecs, got) => {
    const agents: Agents = { environmentId: "park", parameterSpecs, parameters: new Float64Array(4) };
    const sentence =
      `algorithm: expected agents that differ in one real number for "oracle", got ${got} (env "park"); ` +
      "choose another algorithm";
    expect(() => startOf("oracle", 2, 4, agents)).toThrow(new ConfigError(sentence));
  });
});

describe("single and individual", () => {
  it("give everybody to one, and to each a representative", () => {
    expect(startOf("single", 1, 4)).toEqual([0, 0, 0, 0]);
    expect(startOf("individual", 4, 4)).toEqual([0, 1, 2, 3]);
  });
});

describe("cluster", () => {
  it("takes the groups that pretraining found", () => {
    const agents: Agents = { ...velocities([1, 2, 3, 4], 4), clusters: Int32Array.of(1, 0, 0, 1) };
    expect(startOf("cluster", 2, 4, agents)).toEqual([1, 0, 0, 1]);
  });

  it("needs none where k is 1 or n", () => {
    expect(startOf("cluster", 1, 3)).toEqual([0, 0, 0]);
    expect(startOf("cluster", 3, 3)).toEqual([0, 1, 2]);
  });

  it("says what is missing", () => {
    const sentence = "cluster: expected the groups that pretraining found";
    expect(() => startOf("cluster", 2, 4, velocities([1, 2, 3, 4], 4))).toThrow(sentence);
  });
});

it.each(["random", "oracle", "cluster"] as const)("%s never changes its mind, and is not trained", (name) => {
  const own = assigner(name, 2, 4);
  const agents = { ...velocities([1, 2, 3, 4], 4), clusters: Int32Array.of(0, 0, 0, 1) };
  const parameters = own.initialize(createRng(0), agents);
  const utilities = Float64Array.of(9, 9, 9, 9, 0, 0, 0, 0);
  expect(own.trained).toBe(false);
  expect(own.update(parameters, utilities, 1, createRng(0))).toBe(parameters);
  expect(own.weights(tf.tensor2d(parameters, [2, 4])).arraySync()).toEqual(
    [0, 1].map((j) => [...own.assignment(parameters)].map((served) => Number(served === j))),
  );
});
