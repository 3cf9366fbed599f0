import { describe, expect, it } from "vitest";
import { checkRepresentatives } from "../../../client/config/representatives.js";
import { resolveConfig } from "../../../client/config/resolve-config.js";
import type { TrainConfigInput } from "../../../client/config/train-config.js";

describe("k that is not given", () => {
  it.each<[TrainConfigInput, number | null, number]>([
    [{}, null, 3],
    [{ algorithm: "cluster" }, 25, 3],
    [{ algorithm: "single" }, null, 1],
    [{ algorithm: "single", agents: 7 }, null, 1],
    [{ algorithm: "individual", agents: 7 }, null, 7],
    [{ algorithm: "individual" }, 25, 25],
    [{ algorithm: "individual", agents: 7 }, 25, 7],
    [{ algorithm: "individual", representatives: 4 }, null, 4],
    [{ representatives: null }, null, 3],
  ])("of %o and the environment's n = %o is %i", (settings, numAgents, k) => {
    expect(resolveConfig(settings, numAgents).representatives).toBe(k);
  });

  it("and cannot be known is asked for", () => {
    const sentence = 'agents: expected how many for algorithm "individual", got none';
    expect(() => resolveConfig({ algorithm: "individual" })).toThrow(sentence);
  });
});

describe("k that the algorithm contradicts", () => {
  it.each<[TrainConfigInput, number | null, string]>([
    [{ algorithm: "single", representatives: 3 }, null, '1 for algorithm "single", got 3'],
    [
      { algorithm: "individual", agents: 7, representatives: 3 },
      null,
      'n = 7 for algorithm "individual", got 3',
    ],
    [{ algorithm: "individual", representatives: 26 }, 25, 'n = 25 for algorithm "individual", got 26'],
    [{ algorithm: "random", representatives: 8, agents: 7 }, null, "at most n = 7 agents, got 8"],
    [{ algorithm: "em" }, 2, "at most n = 2 agents, got 3"],
  ])("%o with the environment's n = %o is refused", (settings, numAgents, expected) => {
    expect(() => resolveConfig(settings, numAgents)).toThrow(`representatives: expected ${expected}`);
  });

  it("is refused too once n is known", () => {
    const config = resolveConfig({ algorithm: "individual", representatives: 4 });
    expect(() => checkRepresentatives(config, 4)).not.toThrow();
    const sentence = 'representatives: expected n = 5 for algorithm "individual", got 4';
    expect(() => checkRepresentatives(config, 5)).toThrow(sentence);
  });
});
