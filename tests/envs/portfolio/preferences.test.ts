import { describe, expect, it } from "vitest";
import {
  configureEnv,
  createRng,
  createVectorEnv,
  portfolio,
  portfolioRegimes,
  resolveAgents,
} from "../../../envs/index.js";
import { crraUtility, growWealth } from "../../../envs/portfolio/final-wealth.js";
import { meanVarianceRewards } from "../../../envs/portfolio/mean-variance.js";
import { utilityRewards, withLossLimits } from "../../../envs/portfolio/preferences.js";

describe("CRRA utility", () => {
  it("is by hand (w^(1 − γ) − 1)/(1 − γ)", () => {
    expect(crraUtility(2, 2)).toBeCloseTo(0.5, 12);
    expect(crraUtility(0.5, 3)).toBeCloseTo(-1.5, 12);
    expect(crraUtility(4, 0.5)).toBeCloseTo(2, 12);
    expect(crraUtility(1, 7)).toBe(0);
  });

  it("is the logarithm at γ = 1, and near it", () => {
    for (const gamma of [1, 1 + 1e-12, 1 - 1e-7]) expect(crraUtility(3, gamma)).toBeCloseTo(Math.log(3), 6);
  });
});

describe("wealth", () => {
  it("grows by the excess return, and is never below a tenth", () => {
    expect(growWealth({ before: 1, now: 2 }, 0.25)).toEqual({ before: 2, now: 2.5 });
    expect(growWealth({ before: 1, now: 1 }, -0.95)).toEqual({ before: 1, now: 0.1 });
    expect(growWealth({ before: 1, now: 1 }, -4)).toEqual({ before: 1, now: 0.1 });
  });
});

describe("rewards", () => {
  it("of final wealth are by hand the growth of utility", () => {
    const rewards = new Float32Array(2);
    utilityRewards(Float64Array.of(-0.75, 2, 0.5), Float64Array.of(2, 3), rewards);
    // γ = 2: (1 − 1/0.5) − (1 − 1/2); γ = 3: (1 − 1/0.25)/2 − (1 − 1/4)/2.
    expect([...rewards]).toEqual([-1.5, -1.875]);
  });

  it("with limits are by hand less the cost of what is lost beyond them", () => {
    const rewards = new Float32Array(3);
    const kernel = withLossLimits(meanVarianceRewards, 2);
    // x = −½; −½ − γ/8, less twice 0.3, 0 and ½.
    kernel(Float64Array.of(-0.5, 1, 1), Float64Array.of(1, 0.2, 4, 0.5, 8, 0), rewards);
    expect([...rewards]).toEqual([expect.closeTo(-1.225, 6), -1, -2.5]);
    kernel(Float64Array.of(0.5, 1, 1), Float64Array.of(1, 0.2, 4, 0.5, 8, 0), rewards);
    expect([...rewards]).toEqual([0.375, 0, -0.5]);
  });
});

async function create(options: object, parameters: Float64Array, definition = portfolio) {
  const kind = configureEnv(definition, { ...options });
  const env = await createVectorEnv({ kind, numEnvs: 1, parameters, seed: 3, autoreset: "disabled" });
  env.reset();
  return { kind, env };
}

describe("final wealth", () => {
  it("is paid for in parts, whose sum is its utility, and is observed", async () => {
    const parameters = Float64Array.of(1, 2.5);
    const { kind, env } = await create({ final_wealth: true, max_episode_steps: 6 }, parameters);
    const weights = [0.5, 0.25, 0, 0.1];
    let wealth = 1;
    const sums = [0, 0];
    while (!env.buffers.truncated[0]) {
      env.step(weights);
      const returns = env.buffers.infos.subarray(4, 8);
      wealth *= 1 + weights.reduce((sum, weight, i) => sum + weight * returns[i], 0);
      sums.forEach((_, i) => {
        sums[i] += env.buffers.rewards[i];
      });
      expect(env.buffers.observations[1]).toBeCloseTo(Math.log(wealth), 5);
    }
    expect(sums[0]).toBeCloseTo(Math.log(wealth), 5);
    expect(sums[1]).toBeCloseTo(crraUtility(wealth, 2.5), 5);
    expect(kind.spec.infos.map(({ name }) => name)).not.toContain("mean_opportunity");
  });

  it("ends with the fund that has lost nine tenths", async () => {
    const { env } = await create({ final_wealth: true, max_episode_steps: 1000 }, Float64Array.of(2));
    const rng = createRng(0);
    let sum = 0;
    let steps = 0;
    while (!env.buffers.terminated[0]) {
      env.step([0, 1, 2, 3].map(() => (rng.uniform() < 0.5 ? -3 : 3)));
      sum += env.buffers.rewards[0];
      steps++;
    }
    expect(steps).toBeLessThan(1000);
    // 1 − 1/0.1.
    expect(sum).toBeCloseTo(-9, 3);
    env.reset();
    expect(env.buffers.observations[1]).toBe(0);
  });
});

describe("limits on loss", () => {
  it("are a second parameter, drawn uniformly, and leave risk aversions as they were", () => {
    const drawn = resolveAgents(configureEnv(portfolioRegimes, { loss_limits: true }), {
      count: 2000,
      seed: 4,
    });
    const alone = resolveAgents(configureEnv(portfolioRegimes), { count: 2000, seed: 4 });
    expect(drawn.filter((_, i) => i % 2 === 0)).toEqual(alone);
    const limits = drawn.filter((_, i) => i % 2 === 1);
    expect(Math.min(...limits)).toBeGreaterThanOrEqual(0.05);
    expect(Math.max(...limits)).toBeLessThanOrEqual(0.3);
    const mean = limits.reduce((sum, limit) => sum + limit, 0) / 2000;
    // Its standard error is 0.25/√12/√2000 = 0.0016.
    expect(Math.abs(mean - 0.175)).toBeLessThan(0.0065);
  });

  it("cost what the option says", async () => {
    const parameters = Float64Array.of(2, 0, 2, 1);
    const { env } = await create({ loss_limits: true, loss_cost: 3 }, parameters);
    for (let t = 0; t < 20; t++) {
      env.step([1, 1, 1, 1]);
      const x = env.buffers.infos.subarray(4, 8).reduce((sum, value) => sum + value, 0);
      const [strict, lenient] = env.buffers.rewards;
      expect(lenient - strict).toBeCloseTo(3 * Math.max(-x, 0) - 3 * Math.max(-x - 1, 0), 5);
    }
  });
});

describe("what does not go together", () => {
  it.each([
    [
      { final_wealth: true, max_risk_aversion: 40 },
      'options.max_risk_aversion: expected at most 30 with final_wealth, got 40 (env "portfolio")',
    ],
    [
      { min_loss_limit: 0.4 },
      'options.min_loss_limit: expected at most max_loss_limit, which is 0.3, got 0.4 (env "portfolio")',
    ],
  ])("refuses %j", (options, text) => {
    expect(() => configureEnv(portfolio, options)).toThrow(text);
  });

  it("refuses agents outside their bounds", () => {
    const limited = configureEnv(portfolio, { loss_limits: true });
    expect(() => resolveAgents(limited, { parameters: Float64Array.of(1, -0.1) })).toThrow(
      'agents.parameters[0]: expected loss_limit in [0, 1], got -0.1 (env "portfolio")',
    );
    const wealth = configureEnv(portfolio, { final_wealth: true });
    expect(() => resolveAgents(wealth, { parameters: Float64Array.of(31) })).toThrow(
      'agents.parameters[0]: expected risk_aversion in [0.01, 30], got 31 (env "portfolio")',
    );
  });
});
