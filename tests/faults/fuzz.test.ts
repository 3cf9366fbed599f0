import { expect, it } from "vitest";
import { expectWellAnswered, fuzzServer } from "./support/fuzzed-server.js";

it("a server outlives 4,000 random and mutated messages, and holds nothing afterwards", async () => {
  const { answers, megabytesGrown } = await fuzzServer(4000, 0, 0);
  expectWellAnswered(answers);
  expect(megabytesGrown).toBeLessThan(4);
});
