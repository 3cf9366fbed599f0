import { describe, expect, test } from "vitest";
import { createRng } from "../../envs/index.js";
import { createEnv, play, readStep, row, type Subject, sampleAction } from "./harness.js";

const NUM_STEPS = 50;

/** The same seed gives the same bits, whatever else is stepped beside. */
export function describeDeterminism(subject: Subject): void {
  const { deterministicReset, fewStarts } = subject;

  describe("determinism", () => {
    test("the same seed and actions give the same bits", async () => {
      const [a, b] = [await createEnv(subject, { seed: 3 }), await createEnv(subject, { seed: 3 })];
      expect(a.reset().observations).toEqual(b.reset().observations);
      expect(play(a, NUM_STEPS)).toEqual(play(b, NUM_STEPS));
    });

    test("environment j of seed s is environment 0 of seed s + j", async () => {
      const together = await createEnv(subject, { seed: 5 });
      together.reset();
      const starts = [0, 1, 2].map((j) => row(together, together.buffers.observations, j));
      const actions = [0, 1, 2].map((j) => createRng(j));
      const steps = Array.from({ length: NUM_STEPS }, () => {
        together.step(actions.flatMap((rng) => sampleAction(together.spec.actionSpace, rng)));
        return [0, 1, 2].map((j) => readStep(together, j));
      });
      for (const j of [0, 1, 2]) {
        const alone = await createEnv(subject, { seed: 5 + j, numEnvs: 1 });
        expect([...alone.reset().observations]).toEqual(starts[j]);
        expect(play(alone, NUM_STEPS, createRng(j)).flat()).toEqual(steps.map((step) => step[j]));
      }
    });

    test("a seed given to reset is as good as one given at the start", async () => {
      const [a, b] = [await createEnv(subject, { seed: 1 }), await createEnv(subject, { seed: 2 })];
      a.reset();
      play(a, 9);
      expect(a.reset(undefined, 2).observations).toEqual(b.reset().observations);
      expect(play(a, NUM_STEPS)).toEqual(play(b, NUM_STEPS));
    });

    test(`episodes start ${deterministicReset ? "alike" : "differently"}`, async () => {
      const env = await createEnv(subject, { numEnvs: 2 });
      const starts = [undefined, undefined, 77].flatMap((seed) => {
        env.reset(undefined, seed);
        return [0, 1].map((j) => `${row(env, env.buffers.observations, j)}`);
      });
      const { size } = new Set(starts);
      if (fewStarts) expect(size).toBeGreaterThan(1);
      else expect(size).toBe(deterministicReset ? 1 : 6);
    });

    test("a masked reset leaves the others as they were", async () => {
      const [a, b] = [await createEnv(subject), await createEnv(subject)];
      a.reset();
      b.reset();
      expect(play(a, 1)).toEqual(play(b, 1));
      a.reset([0, 1, 0]);
      for (const j of [0, 2]) expect(readStep(a, j)).toEqual(readStep(b, j));
      const [others, all] = [play(a, NUM_STEPS), play(b, NUM_STEPS)];
      for (const j of [0, 2]) expect(others.map((step) => step[j])).toEqual(all.map((step) => step[j]));
    });
  });
}
