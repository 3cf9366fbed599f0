import { describe, expect, it } from "vitest";
import { createDecisions, type Population } from "../../../../client/assess/requirements/decide.js";
import type { EpisodeOfEach } from "../../../../client/assess/requirements/measures.js";
import { parseRequirement } from "../../../../client/assess/requirements/requirement.js";
import { createRng } from "../../../../envs/rng.js";

/** Two policies: the first serves agents 0 and 1, the second agent 2. */
const POPULATION: Population = {
  assignment: Int32Array.of(0, 0, 1),
  numPolicies: 3,
  parameters: [[0.5], [1.5], [2.5]],
  parameterNames: ["target"],
  returnBounds: null,
  maxSteps: 100,
};

const FALLEN = { length: 40, by: "termination" } as const;
const WHOLE = { length: 100, by: "truncation" } as const;

/** An episode in which every agent has a return of its own, and policy 2 falls. */
const episode = (returns: readonly number[]): EpisodeOfEach => ({
  returnOf: (j, i) => (POPULATION.assignment[i] === j ? returns[i] : Number.NaN),
  endings: [WHOLE, FALLEN, WHOLE],
});

function decide(text: string, episodes: readonly EpisodeOfEach[], population = POPULATION) {
  const decisions = createDecisions([parseRequirement(text)], population);
  for (const one of episodes) decisions.add(one);
  return { ...decisions.result()[0], pending: decisions.pending() };
}

/** Returns of 10 ± 1, 20 ± 1 and 60 ± 1. */
const MANY = Array.from({ length: 60 }, (_, e) =>
  episode([10, 20, 60].map((mean) => mean + (e % 2 ? 1 : -1))),
);

describe("createDecisions", () => {
  it.each([
    ["welfare >= 29 at 95%", "met", 30],
    ["welfare <= 29 at 95%", "not met", 30],
    ["welfare >= 31 at 95%", "not met", 30],
    ["welfare >= 30 at 95%", "undecided", 30],
    ["welfare >= 14 at 95% for policy 1", "met", 15],
    ["welfare >= 59 at 95% for policy 2", "met", 60],
    ["worst_agent >= 9 at 95%", "met", 10],
    ["worst_agent >= 11 at 95%", "not met", 10],
    ["worst_agent >= 19 at 95% for agents with target in [1, 3]", "met", 20],
    ["tenth_percentile >= 11.9 at 95%", "undecided", 12],
    ["episode_length <= 99 at 95% for policy 2", "met", 40],
    ["falls <= 50% at 95% for policy 1", "met", 0],
    ["falls <= 50% at 95% for policy 2", "not met", 1],
  ])("%s: %s", (text, status, mean) => {
    const result = decide(text, MANY);
    expect([result.status, result.pending]).toEqual([status, status === "undecided"]);
    // Decided at an odd episode, the mean is one episode's share off.
    expect(Math.abs(result.interval!.mean - mean)).toBeLessThan(0.06);
  });

  it("stops at the episode that decides, and stays so", () => {
    const { episodes } = decide("welfare >= 14 at 95% for policy 1", MANY);
    expect(episodes).toBe(20);
    const before = decide("welfare >= 14 at 95% for policy 1", MANY.slice(0, 19));
    expect([before.status, before.episodes, before.interval]).toEqual(["undecided", 19, null]);
    const bad = episode([-1e9, -1e9, -1e9]);
    expect(decide("welfare >= 14 at 95% for policy 1", [...MANY, bad]).status).toBe("met");
  });

  it("says whether a decision needs many episodes to hold", () => {
    const bounded: Population = { ...POPULATION, returnBounds: [0, 100] };
    expect(decide("welfare >= 29 at 95%", MANY).method).toBe("asymptotic");
    expect(decide("welfare >= 5 at 95%", MANY, bounded)).toMatchObject({ method: "exact", status: "met" });
    expect(decide("falls <= 50% at 95%", MANY).method).toBe("exact");
  });

  it("does not measure a policy that serves nobody", () => {
    const result = decide("welfare >= 1 at 95% for policy 3", MANY);
    expect(result).toMatchObject({ status: "undecided", interval: null, episodes: 0, pending: false });
  });

  it.each([
    ["welfare >= 1 at 95% for policy 4", "requirements: expected a policy from 1 to 3, got"],
    [
      "welfare >= 1 at 95% for agents with speed in [0, 1]",
      "requirements: expected a parameter of agents (target), got",
    ],
    [
      "welfare >= 1 at 95% for agents with target in [7, 8]",
      "requirements: expected agents within the bounds, got nobody in",
    ],
  ])("refuses %s", (text, sentence) => {
    expect(() => createDecisions([parseRequirement(text)], POPULATION)).toThrow(`${sentence} "${text}"`);
  });

  it("refuses returns outside the bounds that were given", () => {
    const bounded: Population = { ...POPULATION, returnBounds: [0, 50] };
    expect(() => decide("worst_agent >= 29 at 95%", MANY, bounded)).toThrow(
      "returns: expected bounds of all returns, got 59 outside [0, 50]",
    );
  });

  it.each([
    ["asymptotic, of the worst of five", null, "worst_agent >= 50 at 90%"],
    ["exact, of the welfare", [0, 100], "welfare <= 50 at 90%"],
  ] as const)(
    "decides wrongly less often than stated, though it looks after every episode: %s",
    (_, returnBounds, text) => {
      const TRIALS = 200;
      const rng = createRng(3);
      const population: Population = {
        ...{ assignment: new Int32Array(5), numPolicies: 1, parameterNames: [] },
        ...{ parameters: [[], [], [], [], []], returnBounds, maxSteps: 9 },
      };
      let wrong = 0;
      for (let trial = 0; trial < TRIALS; trial++) {
        const decisions = createDecisions([parseRequirement(text)], population);
        for (let t = 0; t < 200 && decisions.pending(); t++) {
          // Just on the bad side: worst agent 49.99, welfare 50.01.
          const returns = Array.from(
            { length: 5 },
            () => (returnBounds ? 50.01 : 49.99) + 20 * (rng.uniform() - 0.5),
          );
          decisions.add({ returnOf: (_, i) => returns[i], endings: [WHOLE] });
        }
        if (decisions.result()[0].status === "met") wrong++;
      }
      expect(wrong / TRIALS).toBeLessThanOrEqual(0.1);
    },
  );
});
