import { describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../../../client/config/train-config.js";
import { compiledEngine } from "../../../../client/engines/compiled.js";
import { createLearner, type Learner } from "../../../../client/learner/learner.js";
import { createRollout, type Rollout } from "../../../../client/learner/rollout/rollout.js";
import { inHindsight, makeExchange, search } from "../../../../client/learner/search/search.js";
import type { FinishedEpisode } from "../../../../client/remote/environments/environments.js";
import { CATEGORICAL, tinyConfig } from "../../support/problem.js";

/** Of two representatives and three agents, in the middle of a run of 300 iterations unless told otherwise. */
function learnerOf(settings: TrainConfigInput = {}, iteration = 149): Learner {
  const config = tinyConfig(CATEGORICAL, { algorithm: "auto", transitions: 8 * 300, ...settings });
  const learner = createLearner(CATEGORICAL, config, compiledEngine());
  learner.iteration = iteration;
  learner.episodeLengths = [64, 64];
  const { latest } = learner.utilities;
  learner.utilities = { utilities: Float64Array.of(8, 8, 0, 8, 7, 0), latest, known: [true, true] };
  return learner;
}

/** Representative 0 pays agent 2 at every step. */
function steady(): Rollout {
  const rollout = createRollout(CATEGORICAL, 32, 1);
  for (let t = 0; t < 32; t++) rollout.rewards[t * 2 * 3 + 2] = 0.5;
  return rollout;
}

/** The same, and an episode of representative 0 ends with the rollout, paying agent 2 then alone. */
function payingAtTheEnd(): { rollout: Rollout; episodes: FinishedEpisode[] } {
  const rollout = createRollout(CATEGORICAL, 32, 1);
  rollout.done[31 * 2] = 1;
  rollout.rewards[31 * 2 * 3 + 2] = 16;
  const finalObservation = new Float32Array(3);
  return {
    rollout,
    episodes: [{ environment: 0, length: 32, returns: Float32Array.of(0, 0, 16), finalObservation }],
  };
}

describe("search", () => {
  it("finds an exchange, and no hindsight", () => {
    const learner = learnerOf();
    const { hindsight, exchange } = search(learner, steady(), []);
    expect(exchange).toEqual({
      replaced: 1,
      behavior: { representative: 0, utilities: Float64Array.of(0, 0, 32) },
    });
    expect(hindsight).toBeUndefined();
  });

  it("finds an exchange in whole episodes where returns are costs, whatever windows promise", () => {
    const learner = learnerOf();
    learner.utilities = { ...learner.utilities, utilities: Float64Array.of(-4, -8, -20, -8, -7, -20) };
    const finalObservation = new Float32Array(3);
    const episode = (...returns: number[]) => ({
      ...{ environment: 0, length: 16, finalObservation },
      returns: Float32Array.from(returns),
    });
    const episodes = [episode(-4, -8, -30), episode(-4, -8, -4)];
    expect(search(learner, steady(), episodes).exchange).toEqual({
      replaced: 1,
      behavior: { representative: 0, utilities: Float64Array.of(-4, -8, -7) },
    });
    expect(search(learner, steady(), episodes.slice(0, 1)).exchange).toBeUndefined();
  });

  it("judges by what is added, where episodes pay at their end", () => {
    const { rollout, episodes } = payingAtTheEnd();
    const learner = learnerOf();
    const { utilities } = learner.utilities;
    learner.utilities = { ...learner.utilities, utilities: utilities.with(5, 6) };
    const { hindsight, exchange } = search(learner, rollout, episodes);
    expect(exchange).toBeUndefined();
    const learnt = inHindsight(rollout, hindsight!);
    expect([...learnt.assignmentParameters]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(learnt.rollout.rewards[31 * 2 * 3 + 2]).toBe(10);
    expect(rollout.rewards[31 * 2 * 3 + 2]).toBe(16);
  });

  it("counts agents as they do, against their outside options", () => {
    const learner = learnerOf();
    const weighting = (weights: number[], ...outsideOptions: number[]) => ({
      weights: Float32Array.from(weights),
      outsideOptions: Float64Array.from(outsideOptions),
    });
    const NONE = Number.NEGATIVE_INFINITY;
    const found = (...settings: Parameters<typeof weighting>) =>
      search(learner, steady(), [], weighting(...settings)).exchange;
    // What agent 2 gains, 32, has to be more than twice what agent 1 loses, 8 − 7, and agent 0 loses nothing.
    expect(found([1, 1, 1], NONE, NONE, NONE)?.replaced).toBe(1);
    expect(found([1, 1, 0], NONE, NONE, NONE)).toBeUndefined();
    expect(found([1, 1, 1], NONE, NONE, 31)?.replaced).toBe(1);
    expect(found([1, 1, 1], NONE, NONE, 32)).toBeUndefined();

    const { rollout, episodes } = payingAtTheEnd();
    const { hindsight } = search(learner, rollout, episodes, weighting([1, 1, 1], NONE, NONE, 12));
    expect(inHindsight(rollout, hindsight!).rollout.rewards[31 * 2 * 3 + 2]).toBe(4);
  });

  it("does neither before its time, nor before every representative is known", () => {
    const { rollout, episodes } = payingAtTheEnd();
    const early = learnerOf({}, 9);
    const unknown = learnerOf();
    unknown.utilities = { ...unknown.utilities, known: [true, false] };
    for (const learner of [early, unknown]) {
      expect(search(learner, steady(), []).exchange).toBeUndefined();
      expect(search(learner, rollout, episodes)).toEqual({});
    }
  });

  it.each(["em", "end-to-end", "random"] as const)("is not done by %s", (algorithm) => {
    const learner = learnerOf({ algorithm });
    const { rollout, episodes } = payingAtTheEnd();
    expect(search(learner, steady(), [])).toEqual({});
    expect(search(learner, rollout, episodes)).toEqual({});
  });
});

it("makeExchange puts a copy in the place of a representative, worth what its original is, and on trial", () => {
  const learner = learnerOf();
  learner.episodeLengths = [64, 16];
  const utilities = Float64Array.of(0, 0, 32);
  const [kept] = learner.representatives.exportPolicies();
  makeExchange(learner, { replaced: 1, behavior: { representative: 0, utilities } });
  expect([...learner.utilities.utilities]).toEqual([8, 8, 0, 8, 8, 0]);
  expect(learner.trials).toEqual([undefined, { promised: utilities, since: 149 }]);
  expect(learner.episodeLengths).toEqual([64, 64]);
  const [first, second] = learner.representatives.exportPolicies();
  expect(first).toEqual(kept);
  expect(second.length).toBe(first.length);
});
