import { describe, expect, test } from "vitest";
import { configureEnv, createRng, resolveAgents, spaceSize } from "../../envs/index.js";
import { expectInside, expectStep } from "./expectations.js";
import { createEnv, play, type Subject } from "./harness.js";

const NUM_STEPS = 200;

/** What an environment says of itself, and that it keeps to it. */
export function describeSpaces(subject: Subject): void {
  const { definition, options } = subject;
  const kind = configureEnv(definition, options);
  const { spec } = kind;
  const defaults = Object.fromEntries(definition.options.map(({ name, default: value }) => [name, value]));

  describe("spaces", () => {
    test("the spec is complete", () => {
      expect(spec.id).toBe(definition.id);
      expect(spec.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(spec.description).toMatch(/^[A-Z].*\.$/);
      expect(spec.observationSpace.shape).toHaveLength(1);
      expect(spec.dt).toBeGreaterThanOrEqual(0);
      expect(spec.reportScale).toBeGreaterThan(0);
      expect(spec.agentParameters.length).toBeGreaterThan(0);
      for (const option of definition.options) expect(option.name).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/);
    });

    test("every default is a value its option takes", () => {
      expect(configureEnv(definition, defaults).spec).toEqual(configureEnv(definition).spec);
    });

    test("sampled agents have parameters in their ranges, the same from the same seed", () => {
      const sample = () => resolveAgents(kind, { count: definition.defaultNumAgents, seed: 7 });
      expect(sample()).toEqual(sample());
      expect(sample()).toHaveLength(definition.defaultNumAgents * spec.agentParameters.length);
      expect(resolveAgents(kind, { parameters: sample() })).toEqual(sample());
    });

    test("arrays have the sizes of the spaces", async () => {
      const env = await createEnv(subject);
      const { observations, actions, rewards } = env.buffers;
      expect(observations).toBeInstanceOf(Float32Array);
      expect(observations).toHaveLength(3 * spaceSize(spec.observationSpace));
      expect(actions).toBeInstanceOf(spec.actionSpace.kind === "box" ? Float32Array : Int32Array);
      expect(actions).toHaveLength(3 * spaceSize(spec.actionSpace));
      expect(env.numAgents).toBe(definition.defaultNumAgents);
      expect(rewards).toHaveLength(3 * env.numAgents);
    });

    test("observations, rewards and infos lie in their spaces", async () => {
      const env = await createEnv(subject);
      env.reset();
      expectInside(spec.observationSpace, [...env.buffers.observations]);
      for (const step of play(env, NUM_STEPS).flat()) expectStep(spec, step);
    });

    test("it is drawn if it says so, and else the error names it", async () => {
      const env = await createEnv(subject);
      env.reset();
      if (!spec.renderModes.includes("rgb_array")) {
        expect(() => env.render(0)).toThrow(new Error(`env "${spec.id}" cannot be drawn`));
        return;
      }
      const { height, width, data } = env.render(0);
      expect(data).toHaveLength(height * width * 3);
      play(env, 1, createRng(1));
      expect([0, 1, 2].some((j) => !Buffer.from(env.render(j).data).equals(data))).toBe(true);
    });
  });
}
