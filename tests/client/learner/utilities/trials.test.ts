import { describe, expect, it } from "vitest";
import {
  expectedUtilities,
  type Knowledge,
  updateUtilities,
} from "../../../../client/learner/utilities/trials.js";
import type { FinishedEpisode } from "../../../../client/remote/environments/environments.js";

const finalObservation = new Float32Array(1);
const episode = (environment: number, length: number, ...returns: number[]): FinishedEpisode => ({
  environment,
  length,
  returns: Float32Array.from(returns),
  finalObservation,
});

/** One environment a representative, and 64 steps an iteration. */
const config = {
  batchSize: 64,
  envsPerRepresentative: 1,
  utilityReturns: "mean",
  utilityRate: 0.5,
} as const;

/** Two representatives and two agents; the second is a copy of the first since iteration 10. */
const copied: Knowledge = {
  utilities: {
    utilities: Float64Array.of(4, 2, 4, 2),
    latest: Float64Array.of(4, 2, 4, 2),
    known: [true, true],
  },
  trials: [undefined, { promised: Float64Array.of(0, 9), since: 10 }],
};

describe("expectedUtilities", () => {
  it("are what copies on trial promised, and of others their utilities", () => {
    expect([...expectedUtilities(copied.utilities.utilities, copied.trials)]).toEqual([4, 2, 0, 9]);
    expect([...copied.utilities.utilities]).toEqual([4, 2, 4, 2]);
  });

  it("are the utilities themselves if no representative is on trial", () => {
    const { utilities } = copied.utilities;
    expect(expectedUtilities(utilities, [undefined, undefined])).toBe(utilities);
  });
});

describe("updateUtilities", () => {
  it("averages returns of those that are not on trial", () => {
    const { utilities, trials } = updateUtilities(copied, [episode(0, 500, 8, 2)], 11, config);
    expect([...utilities.utilities]).toEqual([6, 2, 4, 2]);
    expect(trials).toEqual(copied.trials);
  });

  it("passes over episodes of a copy that it did not begin", () => {
    expect(updateUtilities(copied, [episode(1, 65, 100, 100)], 11, config)).toEqual(copied);
  });

  it("begins anew with a copy's first own episode, which ends its trial", () => {
    const first = updateUtilities(copied, [episode(1, 64, 1, 5), episode(1, 64, 3, 7)], 11, config);
    expect([...first.utilities.utilities]).toEqual([4, 2, 2, 6]);
    expect(first.trials).toEqual([undefined, undefined]);
    const second = updateUtilities(first, [episode(1, 500, 4, 8)], 20, config);
    expect([...second.utilities.utilities]).toEqual([4, 2, 3, 7]);
  });
});
