import "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { estimateWelfare, evaluate, meanReturns } from "../../../../client/learner/play/evaluate.js";
import type { Representatives } from "../../../../client/learner/representatives/representatives.js";
import { createRng, discrete } from "../../../../envs/index.js";
import { scriptedEnvironments } from "../../support/scripted-environments.js";

/** [k, E, n] = [2, 3, 2]. */
const RETURNS = Float64Array.of(...[1, 10, 2, 20, 3, 30], ...[4, 40, 5, 50, 9, 90]);

it("meanReturns takes means over episodes", () => {
  expect([...meanReturns(RETURNS, 2, 2)]).toEqual([2, 20, 6, 60].map((x) => expect.closeTo(x, 12)));
});

const NONE = new Float64Array(2).fill(Number.NEGATIVE_INFINITY);

const served = (assignment: number[], reportScale: number, outsideOptions = NONE) => ({
  assignment: Int32Array.from(assignment),
  reportScale,
  outsideOptions,
});

describe("estimateWelfare", () => {
  it("is the mean over agents of what their representative gets them, on the report scale", () => {
    const { mean, episodes } = estimateWelfare(RETURNS, 2, served([1, 0], 100));
    expect(mean).toBeCloseTo((100 * (6 + 20)) / 2, 10);
    expect(episodes).toBe(3);
  });

  it("adds the variances of independent representatives", () => {
    // Shares: ½ · (4, 5, 9), of sample variance 7/4, and ½ · (10, 20, 30), of 100/4.
    const { standardError } = estimateWelfare(RETURNS, 2, served([1, 0], 1));
    expect(standardError).toBeCloseTo(Math.sqrt((7 / 4 + 100 / 4) / 3), 10);
  });

  it("adds the returns of one episode's agents before their variance is taken", () => {
    // What one agent gains the other loses.
    const opposed = Float64Array.of(1, 5, 2, 4, 3, 3);
    expect(estimateWelfare(opposed, 1, served([0, 0], 1))).toEqual({
      mean: 3,
      standardError: 0,
      episodes: 3,
    });
  });

  it("ignores a representative without agents", () => {
    const { mean, standardError } = estimateWelfare(RETURNS, 2, served([0, 0], 1));
    expect(mean).toBeCloseTo(11, 10);
    // Shares 5.5, 11 and 16.5.
    expect(standardError).toBeCloseTo(5.5 / Math.sqrt(3), 10);
  });

  it("gives agents their outside options where these are better, and no error of their own", () => {
    // On the report scale agent 0 has 60 and agent 1 has 200; shares of the other are ½ · (40, 50, 90).
    const options = Float64Array.of(10, 300);
    const { mean, standardError } = estimateWelfare(RETURNS, 2, served([1, 0], 10, options));
    expect(mean).toBeCloseTo((60 + 300) / 2, 10);
    expect(standardError).toBeCloseTo(10 * Math.sqrt(7 / 4 / 3), 10);
  });

  it("has no error to estimate from one episode", () => {
    const one = Float64Array.of(3, 5);
    expect(estimateWelfare(one, 1, served([0, 0], 1))).toEqual({
      mean: 4,
      standardError: 0,
      episodes: 1,
    });
  });
});

const LONG = { mode: "deterministic", rng: createRng(0), maxSteps: 1000 } as const;

/** Representatives that note the modes in which they were asked to act. */
function stillRepresentatives(k: number, modes: string[]): Representatives {
  const act = (_: Float32Array, mode: string) => void modes.push(mode);
  return { model: { sizes: { numRepresentatives: k } }, act } as unknown as Representatives;
}

describe("evaluate", () => {
  /** Two representatives with one environment each: the first's episodes take one step, the second's three. */
  const environments = () =>
    scriptedEnvironments({
      actionSpace: discrete(2),
      numEnvs: 2,
      numAgents: 2,
      steps: [
        { finished: [[0, 1, 10]], infos: { x: [1, 10] } },
        { finished: [[0, 2, 20]], infos: { x: [2, 20] } },
        {
          finished: [
            [0, 3, 30],
            [1, 4, 40],
          ],
          infos: { x: [3, 30] },
        },
      ],
    });

  it("counts each environment's first episode alone", async () => {
    const { returns } = await evaluate(environments(), stillRepresentatives(2, []), LONG);
    expect([...returns]).toEqual([1, 10, 4, 40]);
  });

  it("tells how the first episodes ended", async () => {
    const { endings } = await evaluate(
      scriptedEnvironments({
        actionSpace: discrete(2),
        numEnvs: 3,
        numAgents: 1,
        steps: [
          { finished: [[0, 1]], terminated: [1, 0, 0] },
          {
            finished: [
              [0, 1],
              [1, 1],
            ],
          },
        ],
      }),
      stillRepresentatives(1, []),
      { ...LONG, maxSteps: 2 },
    );
    expect(endings).toEqual([
      { length: 1, by: "termination" },
      { length: 2, by: "truncation" },
      { length: 2, by: "cut" },
    ]);
  });

  it("shows what the policies acted on, and whose episode is over", async () => {
    const seen: [number[], number[]][] = [];
    await evaluate(
      scriptedEnvironments({
        actionSpace: discrete(2),
        numEnvs: 2,
        numAgents: 1,
        steps: [
          { observations: [5, 6], finished: [[0, 1]] },
          { observations: [7, 8], finished: [[1, 1]] },
        ],
      }),
      stillRepresentatives(1, []),
      { ...LONG, onPlayed: ({ observations }, ended) => seen.push([[...observations], [...ended]]) },
    );
    expect(seen).toEqual([
      [[0, 0], []],
      [[5, 6], [0]],
    ]);
  });

  it("stops when every environment has had one, and acts as it is told", async () => {
    const modes: string[] = [];
    await evaluate(environments(), stillRepresentatives(2, modes), { ...LONG, mode: "stochastic" });
    expect(modes).toEqual(["stochastic", "stochastic", "stochastic"]);
  });

  it("follows each representative's first episode to its end", async () => {
    const { trajectories } = await evaluate(environments(), stillRepresentatives(2, []), LONG);
    expect(trajectories).toEqual([{ x: [[1]] }, { x: [[10], [20], [30]] }]);
  });

  it("follows the first of a representative's environments", async () => {
    const { returns, trajectories } = await evaluate(environments(), stillRepresentatives(1, []), LONG);
    expect([...returns]).toEqual([1, 10, 4, 40]);
    expect(trajectories).toEqual([{ x: [[1]] }]);
  });

  it("cuts short what has not ended, and counts the rewards so far", async () => {
    const endless = scriptedEnvironments({
      actionSpace: discrete(2),
      numEnvs: 2,
      numAgents: 2,
      steps: [
        { rewards: [1, 2, 3, 4], infos: { x: [1, 10] } },
        { rewards: [1, 2, 3, 4], finished: [[0, 7, 8]], infos: { x: [2, 20] } },
        { rewards: [5, 5, 3, 4], infos: { x: [3, 30] } },
      ],
    });
    const shares: number[] = [];
    const options = { ...LONG, maxSteps: 3, onStep: (share: number) => void shares.push(share) };
    const { returns, trajectories, cutShort } = await evaluate(endless, stillRepresentatives(2, []), options);
    expect([...returns]).toEqual([7, 8, 9, 12]);
    expect(trajectories[1]).toEqual({ x: [[10], [20], [30]] });
    expect(cutShort).toBe(1);
    expect(shares).toEqual([1 / 3, 2 / 3, 1]);
  });
});
