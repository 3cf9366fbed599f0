import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snapshotLearner } from "../../../../client/learner/learner.js";
import { decodeCheckpoint, encodeCheckpoint } from "../../../../client/run/checkpoint/checkpoint.js";
import { GAUSSIAN, tinyConfig, tinyRollout } from "../../support/problem.js";
import { contentsOf, tinyCheckpoint, tinyLearner } from "../../support/snapshots.js";

const RATES = { learningRate: 1e-3, entropyCoefficient: 0 };

describe("a checkpoint", () => {
  it("gives back a new learner", () => {
    const checkpoint = tinyCheckpoint(0);
    expect(contentsOf(decodeCheckpoint(encodeCheckpoint(checkpoint)))).toEqual(contentsOf(checkpoint));
  });

  it("gives back one that has learnt, exactly", async () => {
    const learner = tinyLearner();
    await learner.representatives.learn(tinyRollout(GAUSSIAN, tinyConfig(GAUSSIAN)), {
      rates: RATES,
      rng: learner.rngs.minibatches,
    });
    learner.rngs.acting.normal();
    learner.iteration = 1;
    learner.utilities = {
      ...learner.utilities,
      utilities: Float64Array.of(0.1, -1 / 3, 1e-300, 4, 5, 6),
      known: [true, false],
    };
    learner.trials = [undefined, { promised: Float64Array.of(7, 1e-300, -1 / 3), since: 12 }];
    const checkpoint = {
      learner: snapshotLearner(learner),
      environmentStates: [Uint8Array.of(9)],
      backend: "wasm",
      seconds: 12.25,
    };
    const decoded = decodeCheckpoint(encodeCheckpoint(checkpoint));
    expect(contentsOf(decoded)).toEqual(contentsOf(checkpoint));
    expect(decoded.learner.state.actor.step.data[0]).toBeGreaterThan(0);
  });

  it("lets a learner draw the random numbers that it would have drawn", () => {
    const learner = tinyLearner();
    learner.rngs.acting.uniform();
    const checkpoint = {
      learner: snapshotLearner(learner),
      environmentStates: [],
      seconds: 0,
      backend: "cpu",
    };
    const resumed = tinyLearner(decodeCheckpoint(encodeCheckpoint(checkpoint)).learner);
    for (const name of ["acting", "minibatches", "assignment"] as const) {
      expect(resumed.rngs[name].uniform()).toBe(learner.rngs[name].uniform());
    }
  });

  it("is refused if a byte is another", () => {
    const bytes = encodeCheckpoint(tinyCheckpoint(3));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (position) => {
        const damaged = Uint8Array.from(bytes);
        damaged[position] ^= 0x80;
        expect(() => decodeCheckpoint(damaged)).toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
