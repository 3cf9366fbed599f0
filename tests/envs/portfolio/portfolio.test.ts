import { describe, expect, it } from "vitest";
import {
  configureEnv,
  createVectorEnv,
  type EnvDefinition,
  portfolio,
  portfolioRegimes,
  resolveAgents,
  resolveOptions,
} from "../../../envs/index.js";
import { brownianRegime } from "../../../envs/portfolio/market.js";
import { meanVarianceRewards } from "../../../envs/portfolio/mean-variance.js";
import { readMarketOptions } from "../../../envs/portfolio/options.js";
import { crisisOf } from "../../../envs/portfolio/regimes.js";

async function create(definition: EnvDefinition, options = {}, parameters = Float64Array.of(1, 4)) {
  const kind = configureEnv(definition, options);
  const env = await createVectorEnv({ kind, numEnvs: 1, parameters, seed: 3 });
  const info = (name: string): number[] => {
    let at = 0;
    for (const { name: own, shape } of kind.spec.infos) {
      const size = shape.reduce((a, b) => a * b, 1);
      if (own === name) return [...env.buffers.infos.subarray(at, at + size)];
      at += size;
    }
    throw new Error(name);
  };
  return { kind, env, info };
}

describe("rewards", () => {
  it("are by hand x − γx²/2", () => {
    const rewards = new Float32Array(3);
    meanVarianceRewards(Float64Array.of(0.5), Float64Array.of(1, 2, 8), rewards);
    expect([...rewards]).toEqual([0.375, 0.25, -0.5]);
    meanVarianceRewards(Float64Array.of(-1), Float64Array.of(1, 2, 8), rewards);
    expect([...rewards]).toEqual([-1.5, -2, -5]);
  });

  it("are those of the weights and the returns that infos tell", async () => {
    const { env, info } = await create(portfolio);
    env.reset();
    env.step([0.5, -1, 0, 2]);
    expect(info("weights")).toEqual([0.5, -1, 0, 2]);
    const [a, b, , d] = info("excess_returns");
    const x = 0.5 * a - b + 2 * d;
    expect([...env.buffers.rewards]).toEqual([
      expect.closeTo(x - (x * x) / 2, 6),
      expect.closeTo(x - 2 * x * x, 6),
    ]);
  });
});

describe("portfolio", () => {
  it("has best weights within its bounds by default, so that the best funds can be reached", () => {
    for (const definition of [portfolio, portfolioRegimes]) {
      const options = resolveOptions(definition.options, {}, "");
      const { rate, years, ...calm } = readMarketOptions(options, "");
      const where = { option: "correlation", context: "" };
      const markets = [calm, ...(definition === portfolio ? [] : [crisisOf(calm, options)])];
      for (const assets of markets) {
        const { bestWeights } = brownianRegime(assets, rate, years, where);
        const boldest = 1 / Number(options.min_risk_aversion);
        expect(Math.max(...bestWeights.map((x) => Math.abs(x) * boldest))).toBeLessThan(2);
        expect(options.max_weight).toBe(3);
      }
    }
  });

  it("draws risk aversions log-uniformly from 1 to 10", async () => {
    const { kind } = await create(portfolio);
    const aversions = resolveAgents(kind, { count: 10_000, seed: 0 });
    expect(Math.min(...aversions)).toBeGreaterThanOrEqual(1);
    expect(Math.min(...aversions)).toBeLessThan(1.01);
    expect(Math.max(...aversions)).toBeLessThanOrEqual(10);
    expect(Math.max(...aversions)).toBeGreaterThan(9.9);
    // Log-uniform: half of them are below the geometric mean, √10.
    const below = aversions.filter((gamma) => gamma < Math.sqrt(10)).length;
    expect(Math.abs(below - 5000)).toBeLessThan(200);
  });

  it("reports what is expected of weights", async () => {
    const { env, info } = await create(portfolio);
    env.reset();
    env.step([1, 0, 0, 0]);
    // With one asset held, π·m and π′Mπ are its moments.
    expect(info("expected_return")).toEqual([expect.closeTo(0.0630857, 6)]);
    expect(info("expected_square")).toEqual([expect.closeTo(0.0306831, 6)]);
    expect(info("opportunity")).toEqual(info("mean_opportunity"));
  });

  it("reports per cent a year", () => {
    expect(configureEnv(portfolio).spec).toMatchObject({ maxEpisodeSteps: 20, reportScale: 5 });
    const monthly = configureEnv(portfolio, { step_years: 0.5, max_episode_steps: 10 });
    expect(monthly.spec.reportScale).toBe(20);
    expect(monthly.spec.dt).toBe(15_778_800);
  });

  it.each([
    [
      { correlation: -0.5 },
      'options.correlation: expected above -0.3333 and below 1, without which 4 assets have no covariance matrix, got -0.5 (env "portfolio")',
    ],
    [
      { min_risk_aversion: 0 },
      'options.min_risk_aversion: expected a number in [0.01, 1000], got 0 (env "portfolio")',
    ],
    [
      { min_risk_aversion: 20 },
      'options.min_risk_aversion: expected at most max_risk_aversion, which is 10, got 20 (env "portfolio")',
    ],
    [
      { min_volatility: 0.5 },
      'options.min_volatility: expected at most max_volatility, which is 0.3, got 0.5 (env "portfolio")',
    ],
  ])("refuses %j", (options, text) => {
    expect(() => configureEnv(portfolio, options)).toThrow(text);
  });

  it.each([0, -1])("refuses an investor with risk aversion %d", (gamma) => {
    expect(() => resolveAgents(configureEnv(portfolio), { parameters: Float64Array.of(1, gamma) })).toThrow(
      `agents.parameters[1]: expected risk_aversion in [0.01, 1000], got ${gamma} (env "portfolio")`,
    );
  });
});

describe("portfolio-regimes", () => {
  it("shows the regime before the step that it governs, as often as its share says", async () => {
    const { env, info } = await create(portfolioRegimes, { max_episode_steps: 1_000_000 });
    env.reset();
    let crises = 0;
    let changes = 0;
    const steps = 20_000;
    for (let t = 0; t < steps; t++) {
      const [, crisis] = env.buffers.observations;
      env.step([0, 0, 0, 0]);
      expect(info("regime")).toEqual([crisis]);
      crises += crisis;
      if (env.buffers.observations[1] !== crisis) changes++;
    }
    // A share of 0.3, whose draws last 1/0.3 steps; it changes with probability 0.3 · 2 · 0.3 · 0.7.
    expect(Math.abs(crises / steps - 0.3)).toBeLessThan(0.03);
    expect(Math.abs(changes / steps - 0.126)).toBeLessThan(0.015);
  });

  it("has other moments in a crisis", async () => {
    const { env, info } = await create(portfolioRegimes, { assets: 1, crisis_share: 1 });
    env.reset();
    env.step([1]);
    // Drift −0.03 and volatility 0.225: e^0.02 (e^−0.03 − 1).
    expect(info("expected_return")).toEqual([expect.closeTo(-0.0301515, 6)]);
    expect(info("opportunity")).toEqual(info("mean_opportunity"));
    const calm = await create(portfolioRegimes, { assets: 1, crisis_share: 0 });
    calm.env.reset();
    calm.env.step([1]);
    expect(calm.info("expected_return")).toEqual([expect.closeTo(0.0630857, 6)]);
  });

  it("weighs what regimes offer by their shares", async () => {
    const offers: number[] = [];
    for (const crisis_share of [0, 1, 0.3]) {
      const { env, info } = await create(portfolioRegimes, { crisis_share });
      env.reset();
      offers.push(info("mean_opportunity")[0]);
    }
    expect(offers[2]).toBeCloseTo(0.7 * offers[0] + 0.3 * offers[1], 12);
  });

  it("names the crisis's correlation where it is wrong", () => {
    expect(() => configureEnv(portfolioRegimes, { crisis_correlation: -0.9 })).toThrow(
      "options.crisis_correlation: expected above -0.3333 and below 1",
    );
  });
});
