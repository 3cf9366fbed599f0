import { expect, it } from "vitest";
import { expectWellAnswered, fuzzServer } from "./support/fuzzed-server.js";

it("a server outlives a million random and mutated messages and 4,000 connections, and holds nothing afterwards", async () => {
  const { answers, megabytesGrown } = await fuzzServer(1_000_000, 4000, 1);
  console.info(`grown by ${megabytesGrown.toFixed(2)} MB`, answers);
  expectWellAnswered(answers);
  expect(megabytesGrown).toBeLessThan(4);
});
