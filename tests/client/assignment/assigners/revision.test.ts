import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { revisionAssigner, revisionParameters } from "../../../../client/assignment/assigners/revision.js";
import { createRng } from "../../../../envs/rng.js";

/** Ten iterations, in the first five of which representatives keep the agents of those that they replace. */
const CONFIG = { transitions: 100, batchSize: 10, optOutFrom: 0.5 };
const NEVER = Number.NEGATIVE_INFINITY;

/** Of three representatives, the second and third are trained anew. */
const assigner = revisionAssigner(
  { numRepresentatives: 3, numAgents: 4 },
  { ...CONFIG, revisions: [0, 1, 1] },
);

/** Agents 0 and 1 had representative 1, agent 2 had 2, and agent 3 has 0. */
const START = revisionParameters({
  before: Int32Array.of(1, 1, 2, -1),
  utilities: Float64Array.of(5, 6, 7, 8, ...new Array(8).fill(NEVER)),
  isTrained: [false, true, true],
  keeps: false,
});

/** Who serves each agent, and α. */
function read(parameters: Float32Array) {
  const alpha = assigner.weights(tf.tensor2d(parameters, [3, 4])).arraySync();
  return { servers: [...assigner.assignment(parameters)], alpha };
}

function next(utilities: number[][], iteration: number, before = START) {
  return assigner.update(before, Float64Array.from(utilities.flat()), iteration, createRng(0));
}

describe("a revision", () => {
  it("starts with service by the policies that stay, and trains the others for the agents that they had", () => {
    expect(read(START)).toEqual({
      servers: [0, 0, 0, 0],
      alpha: [
        [0, 0, 0, 0],
        [1, 1, 0, 0],
        [0, 0, 1, 0],
      ],
    });
  });

  const BETTER_FOR_ONE = [
    [5, 6, 7, 8],
    [9, 1, 1, 1],
    [2, 2, 2, 2],
  ];

  it("serves everybody by the best, and goes on to train for the agents of the policies that it replaces", () => {
    // Agent 1 is nearer to representative 2 by now, though neither is good enough for it.
    expect(read(next(BETTER_FOR_ONE, 4))).toEqual({
      servers: [1, 0, 0, 0],
      alpha: [
        [0, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 1, 1, 0],
      ],
    });
  });

  it("trains a representative for all that it had while it would be trained for nobody", () => {
    const worseForAll = [
      [5, 6, 7, 8],
      [2, 2, 2, 2],
      [1, 1, 1, 1],
    ];
    expect(read(next(worseForAll, 4)).alpha).toEqual([
      [0, 0, 0, 0],
      [1, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
  });

  it("trains also for agents that come from policies that stay", () => {
    const betterForOther = [
      [5, 6, 7, 8],
      [1, 1, 1, 9],
      [1, 1, 1, 1],
    ];
    // To agents 0 to 2 both are as good, and the first gets them, but for the only one that the second had.
    expect(read(next(betterForOther, 4))).toEqual({
      servers: [0, 0, 0, 1],
      alpha: [
        [0, 0, 0, 0],
        [1, 1, 0, 1],
        [0, 0, 1, 0],
      ],
    });
  });

  it("later trains a representative only for those that choose it, or for those that it had if nobody does", () => {
    expect(read(next(BETTER_FOR_ONE, 5))).toEqual({
      servers: [1, 0, 0, 0],
      alpha: [
        [0, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 1, 0],
      ],
    });
  });
});
