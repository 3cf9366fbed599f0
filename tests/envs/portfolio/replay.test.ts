import { describe, expect, it } from "vitest";
import {
  configureEnv,
  createVectorEnv,
  InvalidValueError,
  parseReturns,
  portfolioReplay,
  readReturns,
} from "../../../envs/index.js";
import { describeEnvironment } from "../../conformance/env-conformance.js";

/** Months from September 1999 on, in which asset a returned t/1000 in month t, and asset b −t/1000. */
const text = (months: number) => {
  const rows = Array.from({ length: months }, (_, t) => {
    const month = 12 * 1999 + 8 + t;
    const name = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
    return `${name},${t / 1000},${-t / 1000}`;
  });
  return ["month,a,b", ...rows, ""].join("\n");
};
const table = parseReturns(text(52), "made.csv");

describeEnvironment(portfolioReplay(table), { options: { max_episode_steps: 12, block_months: 2 } });

describe("the file of returns", () => {
  it("is read by month", () => {
    expect(parseReturns("month,a,b\n1999-12,0.5,-0.25\n2000-01, 0,1e-2\n", "f.csv")).toEqual({
      firstMonth: 12 * 1999 + 11,
      assets: ["a", "b"],
      values: Float64Array.of(0.5, -0.25, 0, 0.01),
    });
  });

  it.each([
    ["", "returns, line 1: expected month and the names of assets, got  (f.csv)"],
    ["date,a\n", "returns, line 1: expected month and the names of assets, got date,a (f.csv)"],
    [
      "month,a\n",
      "returns, line 2: expected a month and its excess returns, got the end of the file (f.csv)",
    ],
    ["month,a\n199912,0\n", "returns, line 2: expected a month such as 1926-07, got 199912 (f.csv)"],
    ["month,a\n1999-12,0\n2000-02,0\n", "returns, line 3: expected month 2000-01, got 2000-02 (f.csv)"],
    ["month,a\n1999-12,0\n\n2000-01,0\n", "returns, line 3: expected month 2000-01, got  (f.csv)"],
    ["month,a,b\n1999-12,0\n", "returns, line 2: expected 2 excess returns after the month, got 1 (f.csv)"],
    [
      "month,a\n1999-12,\n",
      'returns, line 2: expected an excess return of a between -1 and 10, got "" (f.csv)',
    ],
    [
      "month,a\n1999-12,NaN\n",
      'returns, line 2: expected an excess return of a between -1 and 10, got "NaN" (f.csv)',
    ],
    [
      "month,a\n1999-12,-99.99\n",
      'returns, line 2: expected an excess return of a between -1 and 10, got "-99.99" (f.csv)',
    ],
  ])("%j is refused", (bad, sentence) => {
    expect(() => parseReturns(bad, "f.csv")).toThrow(new RegExp(`^${escaped(sentence)}$`));
  });

  it("has to be there", () => {
    expect(() => readReturns("/nowhere.csv")).toThrow(InvalidValueError);
    expect(() => readReturns("/nowhere.csv")).toThrow(
      /^returns: expected a CSV file that can be read, got .*ENOENT/,
    );
  });
});

const escaped = (sentence: string) => sentence.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

describe("portfolio-replay", () => {
  it("replays blocks of consecutive months, and shows the month before", async () => {
    const kind = configureEnv(portfolioReplay(table), { block_months: 5, max_weight: 2 });
    const env = await createVectorEnv({ kind, numEnvs: 1, parameters: Float64Array.of(2), seed: 1 });
    const { observations, infos, rewards } = env.reset();
    let jumps = 0;
    for (let t = 0; t < 100; t++) {
      const before = Math.round(1000 * observations[0]);
      env.step([2, 1]);
      const now = Math.round(1000 * infos[2]);
      if (t % 5 !== 0) expect(now).toBe(before + 1);
      expect([infos[2], infos[3]]).toEqual([now / 1000, -now / 1000]);
      // x = 2R − R, and γ = 2.
      expect(rewards[0]).toBeCloseTo(now / 1000 - (now / 1000) ** 2, 7);
      if (Math.round(1000 * observations[0]) !== now) jumps++;
    }
    expect(jumps).toBeGreaterThan(15);
  });

  it("keeps to the years that it is told", async () => {
    const kind = configureEnv(portfolioReplay(table), {
      first_year: 2000,
      last_year: 2001,
      block_months: 3,
      max_episode_steps: 5000,
    });
    const env = await createVectorEnv({ kind, numEnvs: 1, parameters: Float64Array.of(2), seed: 1 });
    const { infos } = env.reset();
    const seen = new Set<number>();
    for (let t = 0; t < 2000; t++) {
      env.step([0, 0]);
      seen.add(Math.round(1000 * infos[2]));
    }
    // January 2000 is month 4; it is only seen before February, and December 2001 is month 27.
    expect([Math.min(...seen), Math.max(...seen), seen.size]).toEqual([5, 27, 23]);
  });

  it.each([
    [
      { first_year: 2001, last_year: 2000 },
      "options.first_year: expected at most last_year, which is 2000, got 2001",
    ],
    [{ first_year: 1998 }, "options.first_year: expected an integer in [1999, 2003], got 1998"],
    [{ last_year: 1999 }, "options.block_months: expected fewer than the 4 months from 1999 to 1999, got 12"],
  ])("refuses %j", (options, sentence) => {
    expect(() => configureEnv(portfolioReplay(table), options)).toThrow(
      `${sentence} (env "portfolio-replay")`,
    );
  });
});
