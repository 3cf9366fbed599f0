import { describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../../../client/config/train-config.js";
import { compiledEngine } from "../../../../client/engines/compiled.js";
import { createLearner } from "../../../../client/learner/learner.js";
import { weighAgents } from "../../../../client/learner/welfare/agent-weights.js";
import { CATEGORICAL, tinyConfig } from "../../support/problem.js";

/** Halfway through a run of ten iterations: two representatives, agents 0 and 2 of the first, 1 of the other. */
const ITERATIONS = 10;
const SCALE = 100;
const NONE = Number.NEGATIVE_INFINITY;
/** Agents have 0.1, 0.3 and 0.7; reported, 10, 30 and 70. */
const Q = Float64Array.of(0.1, 0, 0.7, 9, 0.3, 9);

function standing(
  settings: TrainConfigInput,
  { iteration = 5, known = [true, true], utilities = Q } = {},
  parameters?: Float32Array,
) {
  const config = tinyConfig(CATEGORICAL, { algorithm: "em", transitions: 8 * ITERATIONS, ...settings });
  const learner = createLearner(CATEGORICAL, config, compiledEngine());
  learner.iteration = iteration;
  learner.utilities = { utilities, latest: utilities, known };
  if (parameters) learner.representatives.assignmentParameters = parameters;
  return weighAgents(learner, config, SCALE);
}

const close = (...values: number[]) => values.map((value) => expect.closeTo(value, 5));

describe("standingOf", () => {
  it("lets all agents count the same by default, exactly", async () => {
    expect(await standing({})).toEqual({
      weights: Float32Array.of(1, 1, 1),
      outsideOptions: Float64Array.of(NONE, NONE, NONE),
    });
  });

  it("weighs agents by what their representative is worth to them, on the report scale", async () => {
    const { weights } = await standing({ welfare: "nash", nashOffset: 10 });
    // 1/20, 1/40 and 1/80, times 3 over 7/80.
    expect([...weights]).toEqual(close(12 / 7, 6 / 7, 3 / 7));
    const egalitarian = await standing({ welfare: "egalitarian", welfareTemperature: 20 / Math.log(2) });
    // 1, 1/2 and 1/8, times 3 over 13/8.
    expect([...egalitarian.weights]).toEqual(close(24 / 13, 12 / 13, 3 / 13));
  });

  it("takes a soft assignment as it is", async () => {
    const utilities = Float64Array.of(0.4, 0.1, 0.7, 0, 0.3, 0.7);
    // Logits of 0: every agent half of each, so 20, 20 and 70.
    const settings: TrainConfigInput = { algorithm: "end-to-end", welfare: "nash", nashOffset: 10 };
    const { weights } = await standing(settings, { utilities }, new Float32Array(6));
    // 1/30, 1/30 and 1/80, times 3 over 19/240.
    expect([...weights]).toEqual(close(24 / 19, 24 / 19, 9 / 19));
  });

  it("waits until every representative is known", async () => {
    const { weights } = await standing(
      { welfare: "egalitarian", outsideOption: 50 },
      { known: [true, false] },
    );
    expect([...weights]).toEqual([1, 1, 1]);
  });

  it("gives no weight to agents whose outside option is no worse", async () => {
    const { weights, outsideOptions } = await standing({ outsideOption: [10, 29, 60] });
    expect([...weights]).toEqual([0, 1, 1]);
    expect([...outsideOptions]).toEqual(close(0.1, 0.29, 0.6));
  });

  it("lets them back once they are served better", async () => {
    const utilities = Q.with(0, 0.11);
    const { weights } = await standing({ outsideOption: [10, 29, 60] }, { utilities });
    expect([...weights]).toEqual([1, 1, 1]);
  });

  it("lets no agent opt out before the given share of the run", async () => {
    const options = { outsideOption: [10, 29, 60] };
    for (const { optOutFrom, iteration } of [
      { optOutFrom: 0.5, iteration: 4 },
      { optOutFrom: 1, iteration: 9 },
    ]) {
      const early = await standing({ ...options, optOutFrom }, { iteration });
      expect([...early.weights]).toEqual([1, 1, 1]);
      expect([...early.outsideOptions]).toEqual([NONE, NONE, NONE]);
    }
    expect([...(await standing({ ...options, optOutFrom: 0 }, { iteration: 0 })).weights]).toEqual([0, 1, 1]);
  });

  it("weighs the gains of participants over outside options with Nash welfare", async () => {
    const { weights } = await standing({ welfare: "nash", nashOffset: 10, outsideOption: [50, 20, 30] });
    // Gains of 10 and 40: 1/20 and 1/50, times 2 over 7/100.
    expect([...weights]).toEqual(close(0, 10 / 7, 4 / 7));
  });

  it("trains for all agents if none takes part, so that some can come back", async () => {
    expect([...(await standing({ outsideOption: 90 })).weights]).toEqual([1, 1, 1]);
  });

  it("gives no weight to agents that no representative serves", async () => {
    const parameters = Float32Array.of(1, 0, 0, 0, 1, 0);
    const { weights } = await standing({ welfare: "nash", nashOffset: 10 }, {}, parameters);
    // 1/20 and 1/40, times 2 over 3/40.
    expect([...weights]).toEqual(close(4 / 3, 2 / 3, 0));
  });
});
