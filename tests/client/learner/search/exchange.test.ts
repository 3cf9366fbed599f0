import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Behavior } from "../../../../client/learner/search/behavior.js";
import { bestExchange } from "../../../../client/learner/search/exchange.js";

const behavior = (representative: number, ...utilities: number[]): Behavior => ({
  representative,
  utilities: Float64Array.from(utilities),
});

/** What agents lose without a representative, and what they then gain by a behavior, the long way. */
function promise(
  Q: readonly number[][],
  l: number,
  utilities: ArrayLike<number>,
  agentWeights: readonly number[],
) {
  const n = utilities.length;
  let [gain, loss] = [0, 0];
  for (let i = 0; i < n; i++) {
    const others = Math.max(...Q.filter((_, j) => j !== l).map((row) => row[i]));
    loss += agentWeights[i] * (Math.max(...Q.map((row) => row[i])) - others);
    gain += agentWeights[i] * Math.max(utilities[i] - others, 0);
  }
  return { gain, loss };
}

describe("bestExchange", () => {
  it("replaces a representative that costs agents nothing by one for unserved agents", () => {
    // Representatives 0 and 1 do the same; nobody serves agent 2.
    const Q = Float64Array.of(9, 8, 0, 9, 7, 0, 1, 1, 1);
    const found = bestExchange(Q, 3, [behavior(2, 0, 0, 2), behavior(0, 0, 0, 6), behavior(2, 9, 1, 3)]);
    // Without 1 nobody loses; agent 2 then gains 5 by what representative 0 did once.
    expect(found).toEqual({ replaced: 1, behavior: behavior(0, 0, 0, 6) });
  });

  it("finds none where no behavior promises twice what is lost", () => {
    const Q = Float64Array.of(4, 0, 0, 4);
    expect(bestExchange(Q, 2, [behavior(0, 8, 0)])).toBeUndefined();
    expect(bestExchange(Q, 2, [behavior(0, 8.5, 0)])?.replaced).toBe(0);
    expect(bestExchange(Q, 2, [])).toBeUndefined();
  });

  it("keeps what it found when the array of the behavior is written again", () => {
    const utilities = Float64Array.of(0, 0);
    function* twice(): Generator<Behavior> {
      utilities[0] = 5;
      yield { representative: 1, utilities };
      utilities[0] = 1;
      yield { representative: 0, utilities };
    }
    const found = bestExchange(new Float64Array(4), 2, twice());
    expect(found?.behavior).toEqual(behavior(1, 5, 0));
  });

  it("is the best of all exchanges, as agents count", () => {
    const value = fc.integer({ min: 0, max: 9 });
    const problems = fc
      .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 5 }))
      .chain(([k, n]) => {
        const row = fc.array(value, { minLength: n, maxLength: n });
        return fc.tuple(
          fc.array(row, { minLength: k, maxLength: k }),
          fc.array(row, { minLength: 1, maxLength: 6 }),
          fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
        );
      });
    fc.assert(
      fc.property(problems, ([Q, seen, agentWeights]) => {
        const score = (l: number, u: ArrayLike<number>) => {
          const { gain, loss } = promise(Q, l, u, agentWeights);
          return gain - 2 * loss;
        };
        const best = Math.max(...seen.flatMap((u) => Q.map((_, l) => score(l, u))));
        const behaviors = seen.map((u) => behavior(0, ...u));
        const found = bestExchange(
          Float64Array.from(Q.flat()),
          Q.length,
          behaviors,
          Float32Array.from(agentWeights),
        );
        if (best <= 0) expect(found).toBeUndefined();
        else expect(score(found!.replaced, found!.behavior.utilities)).toBe(best);
      }),
    );
  });
});
