import { describe, expect, it } from "vitest";
import { type IterationResult, metricsRow } from "../../../client/learner/metrics.js";

/** Two representatives of three agents; the first finished two episodes. */
const RESULT: IterationResult = {
  iteration: 4,
  transitions: 400,
  steps: 200,
  episodes: {
    counts: [2, 0],
    lengths: [12, 0],
    returns: Float64Array.of(1, 2, 6, 0, 0, 0),
    latest: new Float64Array(6),
  },
  utilities: {
    utilities: Float64Array.of(1, 2, 3, 4, 5, 9),
    latest: new Float64Array(6),
    known: [true, true],
  },
  exchanges: 1,
  before: Int32Array.of(0, 1, 1),
  assignment: Int32Array.of(0, 0, 1),
  outsideOptions: new Float64Array(3).fill(Number.NEGATIVE_INFINITY),
  losses: {
    policyLoss: -0.1,
    valueLoss: 2,
    entropy: 1,
    approxKl: 0.01,
    clipfrac: 0.2,
    explainedVariance: 0.5,
  },
  rates: { learningRate: 1e-3, entropyCoefficient: 1e-2 },
  seconds: { acting: 0.5, stepping: 1, wire: 0.25, updating: 2, total: 4 },
};

describe("metricsRow", () => {
  it("has welfare and returns on the report scale", () => {
    const row = metricsRow(RESULT, 10);
    expect(row.welfare).toBeCloseTo((10 * (1 + 2 + 9)) / 3, 10);
    // The mean over its agents 0 and 1; the other finished none.
    expect(row.episodeReturns).toEqual([15, null]);
  });

  it("tells the assignment, and how it changed", () => {
    expect(metricsRow(RESULT, 1)).toMatchObject({
      assignment: [0, 0, 1],
      flips: 1,
      exchanges: 1,
      clusterSizes: [2, 1],
    });
  });

  it("tells episodes, and no length where there are none", () => {
    expect(metricsRow(RESULT, 1)).toMatchObject({ episodes: [2, 0], episodeLengths: [12, null] });
  });

  it("passes on losses, rates and times", () => {
    expect(metricsRow(RESULT, 1)).toMatchObject({
      iteration: 4,
      transitions: 400,
      policy_loss: -0.1,
      value_loss: 2,
      approx_kl: 0.01,
      explained_variance: 0.5,
      learning_rate: 1e-3,
      entropyCoefficient: 1e-2,
      seconds: RESULT.seconds,
      transitionsPerSecond: 50,
    });
  });

  it("knows no welfare until every representative has finished an episode", () => {
    const utilities = { ...RESULT.utilities, known: [true, false] };
    expect(metricsRow({ ...RESULT, utilities }, 1).welfare).toBeNull();
  });

  it("has the worst-off agent, and full participation if there are no outside options", () => {
    expect(metricsRow(RESULT, 10)).toMatchObject({ worstAgent: 10, participation: 1 });
  });

  it("gives agents that are no better off with a representative their outside option", () => {
    // Values 10, 20 and 90 on the report scale.
    const row = metricsRow({ ...RESULT, outsideOptions: Float64Array.of(16, 20, 80) }, 10);
    expect(row).toMatchObject({ welfare: 42, worstAgent: 16 });
    expect(row.participation).toBeCloseTo(1 / 3, 12);
  });

  it("has no return for a representative without agents", () => {
    const everyone = { ...RESULT, assignment: Int32Array.of(1, 1, 1) };
    expect(metricsRow(everyone, 1)).toMatchObject({ episodeReturns: [null, null], clusterSizes: [0, 3] });
  });

  it("survives being written and read as JSON", () => {
    const row = metricsRow(RESULT, 1);
    expect(JSON.parse(JSON.stringify(row))).toEqual(row);
  });

  it.each([
    ["valueLoss", Number.NaN],
    ["approxKl", Number.POSITIVE_INFINITY],
  ] as const)("refuses %s of %d: training has diverged", (name, value) => {
    const losses = { ...RESULT.losses, [name]: value };
    expect(() => metricsRow({ ...RESULT, losses }, 1)).toThrow(
      `iteration 4: training diverged, ${name} is ${value}: try a smaller learningRate`,
    );
  });
});
