import { describe, expect, it } from "vitest";
import type { PlayedEpisodes } from "../../../../client/assess/evidence/played.js";
import { createDecisions } from "../../../../client/assess/requirements/decide.js";
import { playUntilDecided } from "../../../../client/assess/requirements/play-until-decided.js";
import { parseRequirement } from "../../../../client/assess/requirements/requirement.js";

/** Episodes of one policy for one agent. */
function episodesOf(numEpisodes: number, value: number): PlayedEpisodes {
  return {
    returns: { numPolicies: 1, numAgents: 1, values: new Float64Array(numEpisodes).fill(value) },
    endings: Array.from({ length: numEpisodes }, () => ({ length: 3, by: "truncation" as const })),
    trajectories: [],
  };
}

async function play(bound: number, first: number, maxEpisodes: number) {
  const decisions = createDecisions([parseRequirement(`welfare >= ${bound} at 95%`)], {
    ...{ assignment: Int32Array.of(0), numPolicies: 1, parameters: [[]], parameterNames: [] },
    ...{ returnBounds: [0, 10] as const, maxSteps: 3 },
  });
  const asked: number[] = [];
  await playUntilDecided(decisions, episodesOf(first, 5), {
    ...{ maxEpisodes, atOnce: 8 },
    async play(numEpisodes) {
      asked.push(numEpisodes);
      return episodesOf(numEpisodes, 5);
    },
  });
  return { asked, result: decisions.result()[0] };
}

describe("playUntilDecided", () => {
  it("adds no episodes if the first ones decide", async () => {
    const { asked, result } = await play(1, 100, 1000);
    expect([asked, result.status]).toEqual([[], "met"]);
  });

  it("adds episodes until all is decided", async () => {
    const { asked, result } = await play(1, 4, 1000);
    expect(result.status).toBe("met");
    expect(asked.every((count) => count === 8)).toBe(true);
    expect(result.episodes).toBeGreaterThan(4 + 8 * (asked.length - 1));
  });

  it("adds no more than is allowed, to the episode", async () => {
    const { asked, result } = await play(5, 4, 17);
    expect([asked, result.status, result.episodes]).toEqual([[8, 5], "undecided", 17]);
  });
});
