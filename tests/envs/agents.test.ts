import fc from "fast-check";
import { expect, test } from "vitest";
import {
  configureEnv,
  type EnvKind,
  halfCheetah,
  resolveAgents,
  resourceGathering,
} from "../../envs/index.js";

const tiles = configureEnv(resourceGathering);
const velocities = configureEnv(halfCheetah);
/** Agents of two parameters: a tile, whole, and a velocity. */
const pairs: EnvKind = {
  ...tiles,
  spec: {
    ...tiles.spec,
    id: "pairs",
    agentParameters: [...tiles.spec.agentParameters, ...velocities.spec.agentParameters],
  },
};

test("given agents are taken as they are", () => {
  const velocity = fc.double({ min: 0, max: 4, noNaN: true });
  fc.assert(
    fc.property(fc.array(velocity, { minLength: 1 }), (targets) => {
      expect([...resolveAgents(velocities, { parameters: Float64Array.from(targets) })]).toEqual(targets);
    }),
  );
  expect([...resolveAgents(pairs, { parameters: Float64Array.of(24, 0.5, 0, 4) })]).toEqual([24, 0.5, 0, 4]);
});

test("sampled agents are the same from the same seed, and others from another", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.maxSafeNat(), (count, seed) => {
      const agents = resolveAgents(velocities, { count, seed });
      expect(agents).toHaveLength(count);
      expect(resolveAgents(velocities, { count, seed })).toEqual(agents);
      expect(resolveAgents(velocities, { count, seed: seed + 1 })).not.toEqual(agents);
      expect(resolveAgents(velocities, { count: count + 5, seed }).subarray(0, count)).toEqual(agents);
    }),
  );
});

test.each([
  [[], 'agents.parameters: expected rows of 2 (tile, target_velocity), got 0 numbers (env "pairs")'],
  [[1, 2, 3], 'agents.parameters: expected rows of 2 (tile, target_velocity), got 3 numbers (env "pairs")'],
  [[1, 2, 1.5, 2], 'agents.parameters[1]: expected a whole tile in [0, 24], got 1.5 (env "pairs")'],
  [[25, 2], 'agents.parameters[0]: expected a whole tile in [0, 24], got 25 (env "pairs")'],
  [[1, 2, 1, 4.1], 'agents.parameters[1]: expected target_velocity in [0, 4], got 4.1 (env "pairs")'],
  [[1, Number.NaN], 'agents.parameters[0]: expected target_velocity in [0, 4], got NaN (env "pairs")'],
])("agents %j are refused", (parameters, text) => {
  const resolve = () => resolveAgents(pairs, { parameters: Float64Array.from(parameters) });
  expect(resolve).toThrow(text);
});
