import { describe, expect, it } from "vitest";
import { createShardChoice } from "../../../server/shards/shard-choice.js";

/** Steps that take so long in each of two shards. */
function choiceAfter(steps: number, seconds: number, most = 4) {
  const choice = createShardChoice(most);
  for (let i = 0; i < steps; i++) choice.stepped([seconds, seconds]);
  return choice;
}

describe("the number of shards", () => {
  it("is the largest until steps were measured", () => {
    expect(choiceAfter(47, 1e-6).wanted).toBe(4);
  });

  it.each([
    [0.01, 1],
    [0.1, 1],
    [0.4, 2],
    [0.6, 3],
    [5, 4],
  ])("follows from the work of a step: %f ms in each of two shards are worth %i", (milliseconds, wanted) => {
    expect(choiceAfter(48, milliseconds / 1000).wanted).toBe(wanted);
  });

  it("does not follow from a few slow steps", () => {
    const choice = createShardChoice(2);
    for (let i = 0; i < 48; i++) choice.stepped([i % 5 === 0 ? 1 : 1e-5]);
    expect(choice.wanted).toBe(1);
  });

  it("stays once it was chosen", () => {
    const choice = choiceAfter(48, 1e-5);
    for (let i = 0; i < 100; i++) choice.stepped([1]);
    expect(choice.wanted).toBe(1);
  });

  it("is the largest for policies, from then on", () => {
    const choice = choiceAfter(48, 1e-5);
    choice.rolled();
    expect(choice.wanted).toBe(4);
    for (let i = 0; i < 100; i++) choice.stepped([1e-5]);
    expect(choice.wanted).toBe(4);
  });
});
