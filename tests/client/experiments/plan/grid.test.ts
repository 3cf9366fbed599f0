import { describe, expect, it } from "vitest";
import { planGrid } from "../../../../client/experiments/plan/grid.js";
import type { GridRequest } from "../../../../client/experiments/plan/grid-request.js";
import { ALGORITHMS, ConfigError } from "../../../../client/index.js";

const REQUEST: GridRequest = {
  experiment: "fig2-welfare",
  scale: 0.01,
  seeds: 2,
  algorithms: ["em", "end-to-end"],
  representatives: [2, 3],
  settings: {},
};
const plan = (more: Partial<GridRequest> = {}) => planGrid({ ...REQUEST, ...more });

describe("planGrid", () => {
  it("has every setting with every seed, by seed first", () => {
    expect(plan().runs.map(({ name }) => name)).toEqual([
      "resource-gathering-em-k2-n25-seed0",
      "resource-gathering-end-to-end-k2-n25-seed0",
      "resource-gathering-em-k3-n25-seed0",
      "resource-gathering-end-to-end-k3-n25-seed0",
      "resource-gathering-em-k2-n25-seed1",
      "resource-gathering-end-to-end-k2-n25-seed1",
      "resource-gathering-em-k3-n25-seed1",
      "resource-gathering-end-to-end-k3-n25-seed1",
    ]);
  });

  it("scales transitions and evaluation", () => {
    const [{ settings, iterations }] = plan().runs;
    expect(settings).toEqual({
      env: "resource-gathering",
      algorithm: "em",
      representatives: 2,
      agents: 25,
      transitions: 10_000,
      seed: 0,
      evaluationEpisodes: 4,
    });
    // ⌈10 000 / 2048⌉.
    expect(iterations).toBe(5);
  });

  it.each([
    [1, 1_000_000, 20],
    [0.25, 250_000, 10],
    [2, 2_000_000, 20],
    // A batch at least.
    [1e-6, 2048, 4],
  ])("at scale %d trains %d transitions", (scale, transitions, evaluationEpisodes) => {
    expect(plan({ scale }).runs[0].settings).toMatchObject({ transitions, evaluationEpisodes });
  });

  it.each([
    [1, 10],
    [0.09, 3],
    [0.01, 2],
  ])("at scale %d has %d seeds if not told", (scale, seeds) => {
    expect(plan({ scale, seeds: undefined }).seeds).toBe(seeds);
  });

  it("keeps the order of the experiment's k", () => {
    const { budgets } = plan({ representatives: [3, 2] }).definition;
    expect(budgets.map(({ representatives }) => representatives)).toEqual([2, 3]);
  });

  it("gives every run the settings beside its own", () => {
    const { runs } = plan({ settings: { batchSize: 512, evaluationEpisodes: 7 } });
    for (const { settings, iterations } of runs) {
      expect(settings).toMatchObject({ batchSize: 512, evaluationEpisodes: 7 });
      expect(iterations).toBe(20);
    }
  });
});

describe("the grid of variants", () => {
  const welfare = (more: Partial<GridRequest> = {}) =>
    planGrid({ experiment: "welfare-functions", scale: 0.01, seeds: 1, settings: {}, ...more });

  it("gives each environment its own budget, and each run what it varies", () => {
    const settings = welfare().runs.map((run) => run.settings);
    const functions = ["utilitarian", "egalitarian", "nash"];
    expect(settings).toMatchObject([
      ...functions.map((welfare) => ({ env: "resource-gathering", representatives: 3, agents: 25, welfare })),
      ...functions.map((welfare) => ({ env: "half-cheetah", representatives: 5, agents: 100, welfare })),
    ]);
    // Left to the default.
    expect(settings[0]).not.toHaveProperty("algorithm");
  });

  it("can be narrowed", () => {
    const { runs } = welfare({ environments: ["half-cheetah"], algorithms: ["nash"] });
    expect(runs.map(({ name }) => name)).toEqual(["half-cheetah-nash-k5-n100-seed0"]);
  });

  it.each<[Partial<GridRequest>, string]>([
    [{ algorithms: ["em"] }, "--algorithms: expected some of utilitarian, egalitarian, nash, got em"],
    [
      { settings: { welfare: "nash" } },
      "--config: expected settings that welfare-functions leaves open, got welfare",
    ],
    [
      { environments: ["half-cheetah"], representatives: [3] },
      "--representatives: expected some of 5, got 3",
    ],
  ])("refuses %o", (more, sentence) => {
    expect(() => welfare(more)).toThrow(new ConfigError(sentence));
  });
});

describe("the grid of results", () => {
  const results = (more: Partial<GridRequest> = {}) =>
    planGrid({ experiment: "results", scale: 1, seeds: 1, settings: {}, ...more });

  it("gives each environment its own transitions", () => {
    expect(results().runs.map(({ name, transitions }) => [name, transitions])).toEqual([
      ["resource-gathering-auto-k3-n25-seed0", 204_800],
      ["resource-gathering-em-k3-n25-seed0", 204_800],
      ["resource-gathering-end-to-end-k3-n25-seed0", 204_800],
      ["half-cheetah-auto-k5-n100-seed0", 153_600],
      ["half-cheetah-em-k5-n100-seed0", 153_600],
      ["half-cheetah-end-to-end-k5-n100-seed0", 153_600],
    ]);
  });

  it("gives end-to-end the authors' networks in Resource Gathering alone", () => {
    const networks = { hiddenSizes: [64, 64], criticConditioning: "one-hot" };
    const having = results().runs.filter(({ settings }) => settings.hiddenSizes !== undefined);
    expect(having.map(({ name }) => name)).toEqual(["resource-gathering-end-to-end-k3-n25-seed0"]);
    expect(having[0].settings).toMatchObject({ algorithm: "end-to-end", ...networks });
  });

  it("leaves networks open where it does not decide them", () => {
    const settings = { hiddenSizes: [8] };
    const [run] = results({ environments: ["half-cheetah"], settings }).runs;
    expect(run.settings).toMatchObject(settings);
    expect(() => results({ settings })).toThrow(
      new ConfigError("--config: expected settings that results leaves open, got hiddenSizes"),
    );
  });

  it("of longer runs can be narrowed to those of one policy budget", () => {
    const { runs, seeds } = results({
      experiment: "results-long",
      seeds: undefined,
      environments: ["resource-gathering"],
      algorithms: ["auto"],
      representatives: [10],
    });
    expect(seeds).toBe(5);
    expect(runs.map(({ budget, transitions }) => [budget.representatives, transitions])).toEqual(
      Array.from({ length: 5 }, () => [10, 1_000_000]),
    );
  });
});

describe("planGrid refuses", () => {
  it.each<[string, Partial<GridRequest>, string]>([
    ["a scale of 0", { scale: 0 }, "--scale: expected a number above 0, got 0"],
    ["a scale that is a word", { scale: Number.NaN }, "--scale: expected a number above 0, got NaN"],
    ["no seeds", { seeds: 0 }, "--seeds: expected a whole number from 1, got 0"],
    ["half a seed", { seeds: 1.5 }, "--seeds: expected a whole number from 1, got 1.5"],
    [
      "an environment the experiment has not",
      { environments: ["half-cheetah"] },
      "--environments: expected some of resource-gathering, got half-cheetah",
    ],
    [
      "an unknown algorithm",
      { algorithms: ["em", "alchemy"] },
      `--algorithms: expected some of ${ALGORITHMS.join(", ")}, got alchemy`,
    ],
    [
      "a k the experiment has not",
      { representatives: [2, 4] },
      "--representatives: expected some of 1, 2, 3, 5, 10, 25, got 4",
    ],
    ["no k", { representatives: [] }, "--representatives: expected some of 1, 2, 3, 5, 10, 25, got nothing"],
    [
      "a setting that the experiment decides",
      { settings: { transitions: 5000 } },
      "--config: expected settings that fig2-welfare leaves open, got transitions",
    ],
    [
      "settings that cannot be",
      { settings: { minibatchSize: 100 } },
      "minibatchSize: expected a divisor of batchSize 2048, got 100",
    ],
  ])("%s", (_, more, sentence) => {
    expect(() => plan(more)).toThrow(new ConfigError(sentence));
  });
});

describe("planGrid of a committee experiment", () => {
  const committees = (more: Partial<GridRequest> = {}) =>
    planGrid({ experiment: "committee-clusterings", scale: 0.1, seeds: 1, settings: {}, ...more });

  it("has every method with all frames, which policies share", () => {
    const { runs } = committees({ algorithms: ["dbscan", "em"] });
    expect(runs.map(({ name, transitions }) => [name, transitions])).toEqual([
      ["half-cheetah-velocity-dbscan-k5-n50-f6000000-e0.3-seed0", 120_000],
      ["half-cheetah-velocity-em-k5-n50-f6000000-e0.3-seed0", 120_000],
      ["half-cheetah-velocity-dbscan-k5-n50-f12000000-e0.3-seed0", 240_000],
      ["half-cheetah-velocity-em-k5-n50-f12000000-e0.3-seed0", 240_000],
    ]);
  });

  it("says all that a run needs", () => {
    const [{ settings }] = committees({ algorithms: ["random-prototypes"], frames: [12_000_000] }).runs;
    expect(settings).toEqual({
      env: "half-cheetah-velocity",
      algorithm: "committee",
      cover: "random",
      epsilon: 0.3,
      representatives: 5,
      totalTransitions: 1_200_000,
      trainAgents: 50,
      testAgents: 100,
      fewShotEpisodes: [5],
      accuracy: 20,
      evaluationEpisodes: 6,
      seed: 0,
    });
  });

  it("has three seeds, or fewer at a small scale", () => {
    expect(committees({ scale: 1, seeds: undefined }).seeds).toBe(3);
    expect(committees({ scale: 0.01, seeds: undefined }).seeds).toBe(2);
  });

  it("gives each policy a batch at least", () => {
    expect(committees({ scale: 1e-6 }).runs[0]).toMatchObject({ transitions: 2048, iterations: 1 });
  });

  it.each<[string, Partial<GridRequest>, string]>([
    [
      "a method it does not know",
      { algorithms: ["oracle"] },
      "--algorithms: expected some of greedy-intersection, gradient, kmeans++, dbscan, gmm, random-prototypes, em, auto, end-to-end, got oracle",
    ],
    ["other frames", { frames: [7_000_000] }, "--frames: expected some of 6000000, 12000000, got 7000000"],
    [
      "a setting that it decides",
      { settings: { epsilon: 1 } },
      "--config: expected settings that committee-clusterings leaves open, got epsilon",
    ],
    [
      "frames where none are shared",
      { experiment: "fig1-paths", frames: [6_000_000] },
      "--frames: expected none, as fig1-paths has transitions of each representative",
    ],
  ])("refuses %s", (_, more, sentence) => {
    expect(() => committees(more)).toThrow(new ConfigError(sentence));
  });
});
