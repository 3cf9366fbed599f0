import { describe, expect, it } from "vitest";
import { chooseActions } from "../../../../client/learner/rollout/policy-sampling.js";
import { createRng } from "../../../../envs/rng.js";

const rng = () => createRng(0, "sampling");

describe("a Gaussian policy", () => {
  const mean = Float32Array.of(1, -2, 0.5, 3);
  const logStd = Float32Array.of(0, Math.log(2), 0, -10);
  const policy = { kind: "gaussian", mean, logStd } as const;

  it("takes its mean if it is to be deterministic", () => {
    const actions = new Float32Array(4);
    chooseActions(policy, "deterministic", rng(), actions);
    expect(actions).toEqual(mean);
  });

  it("draws around its mean, each component with its own deviation", () => {
    const N = 4000;
    const sums = { x: [0, 0, 0, 0], squares: [0, 0, 0, 0] };
    const stream = rng();
    const actions = new Float32Array(4);
    for (let draw = 0; draw < N; draw++) {
      chooseActions(policy, "stochastic", stream, actions);
      actions.forEach((action, i) => {
        sums.x[i] += action;
        sums.squares[i] += (action - mean[i]) ** 2;
      });
    }
    logStd.forEach((log, i) => {
      const deviation = Math.exp(log);
      // Four standard errors.
      expect(Math.abs(sums.x[i] / N - mean[i])).toBeLessThan((4 * deviation) / Math.sqrt(N));
      expect(Math.abs(sums.squares[i] / N / deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
    });
  });
});

describe("a categorical policy", () => {
  it("takes its likeliest action if it is to be deterministic, the first of equals", () => {
    const actions = new Int32Array(3);
    const logits = Float32Array.of(0, 2, 1, -5, -7, -6, 1, 3, 3);
    chooseActions({ kind: "categorical", logits }, "deterministic", rng(), actions);
    expect([...actions]).toEqual([1, 0, 1]);
  });

  it("draws actions as often as they are likely", () => {
    const probabilities = [0.1, 0.2, 0.3, 0.4];
    const N = 10_000;
    // Logits need not be normalised.
    const logits = Float32Array.from({ length: 4 * N }, (_, c) => 5 + Math.log(probabilities[c % 4]));
    const actions = new Int32Array(N);
    chooseActions({ kind: "categorical", logits }, "stochastic", rng(), actions);
    const counts = probabilities.map((_, action) => actions.filter((a) => a === action).length);
    const chiSquare = counts.reduce(
      (sum, count, a) => sum + (count - N * probabilities[a]) ** 2 / (N * probabilities[a]),
      0,
    );
    // The 0.999 quantile with 3 degrees of freedom.
    expect(chiSquare).toBeLessThan(16.27);
  });

  it("draws each row from its own logits", () => {
    const actions = new Int32Array(2);
    chooseActions(
      { kind: "categorical", logits: Float32Array.of(100, 0, 0, 100) },
      "stochastic",
      rng(),
      actions,
    );
    expect([...actions]).toEqual([0, 1]);
  });
});

it("the same random numbers give the same actions, and others others", () => {
  const draw = (seed: number) => {
    const actions = new Float32Array(3);
    const zeros = new Float32Array(3);
    chooseActions({ kind: "gaussian", mean: zeros, logStd: zeros }, "stochastic", createRng(seed), actions);
    return actions;
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});
