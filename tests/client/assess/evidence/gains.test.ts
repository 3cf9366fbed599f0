import { describe, expect, it } from "vitest";
import {
  type Choices,
  gainOverNextBest,
  gainOverOutside,
  lostWithout,
} from "../../../../client/assess/evidence/gains.js";
import type { Contrast } from "../../../../client/assess/statistics/contrast.js";

/** Agents 0 and 1 are served by the first policy, agent 2 by the second, nobody by the third. */
const CHOICES: Choices = {
  assignment: Int32Array.of(0, 0, 1),
  numPolicies: 3,
  utilities: Float64Array.of(...[10, 20, 0], ...[4, 19, 30], ...[7, 1, 24]),
  outsideOptions: null,
};
const ALONE: Choices = { ...CHOICES, numPolicies: 1, assignment: new Int32Array(3) };

const worth = ({ weights, constant }: Contrast, { utilities }: Choices) =>
  weights.reduce((sum, weight, c) => sum + weight * utilities[c], constant);

describe("gainOverNextBest", () => {
  it("is over each agent's own next best", () => {
    // 10 − 7 and 20 − 19.
    expect(worth(gainOverNextBest(CHOICES, 0)!, CHOICES)).toBeCloseTo(2, 12);
    expect(worth(gainOverNextBest(CHOICES, 1)!, CHOICES)).toBeCloseTo(6, 12);
  });

  it("is below 0 for agents whom another policy would serve better", () => {
    const swapped = { ...CHOICES, assignment: Int32Array.of(1, 0, 1) };
    expect(worth(gainOverNextBest(swapped, 1)!, swapped)).toBeCloseTo((4 - 10 + 30 - 24) / 2, 12);
  });

  it("is not known of a single policy", () => {
    expect(gainOverNextBest(ALONE, 0)).toBeNull();
  });
});

it("gainOverOutside is over no service", () => {
  const choices = { ...CHOICES, outsideOptions: Float64Array.of(5, 5, 100) };
  expect(worth(gainOverOutside(choices, 0)!, choices)).toBeCloseTo(10, 12);
  expect(worth(gainOverOutside(choices, 1)!, choices)).toBeCloseTo(-70, 12);
  expect(gainOverOutside(CHOICES, 0)).toBeNull();
});

describe("lostWithout", () => {
  it("lets agents go to their next best, and is a share of all agents' welfare", () => {
    expect([0, 1, 2].map((j) => worth(lostWithout(CHOICES, j), CHOICES))).toEqual(
      [4 / 3, 6 / 3, 0].map((x) => expect.closeTo(x, 12)),
    );
  });

  it("lets agents stay without service where that is better", () => {
    const choices = { ...CHOICES, outsideOptions: Float64Array.of(9, 0, 0) };
    // Agent 0 loses 10 − 9, agent 1 loses 20 − 19.
    expect(worth(lostWithout(choices, 0), choices)).toBeCloseTo(2 / 3, 12);
  });

  it("is of no service at all where there is a single policy", () => {
    expect(worth(lostWithout(ALONE, 0), ALONE)).toBeCloseTo(10, 12);
    const choices = { ...ALONE, outsideOptions: Float64Array.of(1, 2, 3) };
    expect(worth(lostWithout(choices, 0), choices)).toBeCloseTo(8, 12);
  });
});
