import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { tableOf } from "../../../../client/assignment/covers/rows.js";
import { ASSIGNERS, ConfigError, resolveConfig, type TrainConfigInput } from "../../../../client/index.js";
import { createRng } from "../../../../envs/rng.js";
import { velocities } from "./support.js";

/** Parameters, α as rows, and who serves whom. */
function committee(targets: number[], k: number, settings: TrainConfigInput) {
  const config = resolveConfig({ algorithm: "committee", representatives: k, ...settings });
  const { create, prototypes } = ASSIGNERS.committee;
  const own = create({ numRepresentatives: k, numAgents: targets.length }, config);
  const found = prototypes!.find(tableOf(targets.map((target) => [target])), k, config);
  const parameters = own.initialize(createRng(0), { ...velocities(targets, 4), committee: found });
  const weights = own.weights(tf.tensor2d(parameters, [k, targets.length])).arraySync();
  return { own, parameters, weights, assignment: [...own.assignment(parameters)] };
}

describe("committee", () => {
  it("trains each policy for its cluster; agents in no cluster are not trained for, and get the nearest policy", () => {
    const { weights, assignment } = committee([0, 0.5, 1, 1.9, 3, 3.5], 2, { epsilon: 0.5 });
    expect(weights).toEqual([
      [1, 1, 1, 0, 0, 0],
      [0, 0, 0, 0, 1, 1],
    ]);
    expect(assignment).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it("shares agents in several clusters equally, and assigns them to the nearest policy", () => {
    // Prototypes at 0.75, of all but the last, and, of the last, at 1.75: 1 and 1.25 are within 0.75 of both.
    const targets = [0, 1, 1.25, 1.5, 1.75];
    const { weights, assignment } = committee(targets, 2, { epsilon: 0.75 });
    expect(weights).toEqual([
      [1, 0.5, 0.5, 0.5, 0],
      [0, 0.5, 0.5, 0.5, 1],
    ]);
    expect(assignment).toEqual([0, 0, 0, 1, 1]);
  });

  it("trains each policy for one agent, if on prototypes", () => {
    const targets = [0, 0.4, 1, 3, 3.5, 1.9];
    const { weights, assignment } = committee(targets, 2, { epsilon: 0.5, trainOn: "prototype" });
    expect(weights).toEqual([
      [0, 1, 0, 0, 0, 0],
      [0, 0, 0, 1, 0, 0],
    ]);
    expect(assignment).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it("never changes its mind, and is not trained", () => {
    const { own, parameters } = committee([0, 1, 2, 3], 2, { epsilon: 0.5 });
    const utilities = Float64Array.of(9, 9, 9, 9, 0, 0, 0, 0);
    expect(own.trained).toBe(false);
    expect(own.update(parameters, utilities, 1, createRng(0))).toBe(parameters);
  });

  it("needs an ε above 0", () => {
    const missing =
      'epsilon: expected how far from its prototype an agent may be for algorithm "committee", got none';
    expect(() => resolveConfig({ algorithm: "committee" })).toThrow(new ConfigError(missing));
    expect(() => resolveConfig({ algorithm: "committee", epsilon: 0 })).toThrow(
      new ConfigError("epsilon: expected number to be >0, got 0"),
    );
  });

  it.each([
    [{ cover: "gmm" }, 'cover: expected none unless algorithm is "committee", got gmm for "auto"'],
    [{ epsilon: 0.3 }, 'epsilon: expected none unless algorithm is "committee", got 0.3 for "auto"'],
    [
      { trainOn: "prototype" },
      'trainOn: expected none unless algorithm is "committee", got prototype for "auto"',
    ],
  ] as const)("alone has %o", (settings, sentence) => {
    expect(() => resolveConfig(settings)).toThrow(new ConfigError(sentence));
  });
});
