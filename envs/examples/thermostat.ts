// A complete environment of one's own: `caucus-server --load dist/envs/examples/thermostat.js`.
import { box, discrete, type Env, type EnvDefinition, type EnvSpec } from "caucus/envs";

const spec: EnvSpec = {
  id: "thermostat",
  description: "Heat a room to the temperature that agents want.",
  observationSpace: box([2], -Infinity, Infinity), // temperatures inside and outside, °C
  actionSpace: discrete(3), // cool, rest, heat
  rewardRange: [0, 1],
  agentParameters: [
    { name: "wanted", unit: "°C", description: "Best for it.", minimum: 16, maximum: 26, integer: false },
  ],
  infos: [],
  maxEpisodeSteps: 48,
  dt: 1800,
  renderModes: [],
  reportScale: 100 / 48,
};

function createRoom(): Env {
  const state = new Float64Array(2); // the whole state: inside and outside
  return {
    reset: (rng) => state.set([20, 10 + 5 * rng.normal()]),
    step([action]) {
      state[0] += 0.1 * (state[1] - state[0]) + 2 * (action - 1);
      return false; // only the time limit ends a day
    },
    observe: (out) => out.set(state),
    features: (out) => out.set(state.subarray(0, 1)), // what rewards depend on
    infos: () => {},
    save: () => new Uint8Array(state.slice().buffer),
    restore(bytes) {
      const saved = new Float64Array(bytes.slice().buffer);
      if (!saved.every((t) => Math.abs(t) < 1000)) throw new RangeError(`no temperatures: ${saved}`);
      state.set(saved);
    },
    dispose: () => {},
  };
}

const thermostat: EnvDefinition = {
  id: spec.id,
  options: [],
  defaultNumAgents: 10,
  configure: () => ({
    spec,
    numFeatures: 1,
    rewards: ([inside], wanted, rewards) =>
      rewards.set(wanted.map((t) => Math.max(0, 1 - Math.abs(inside - t) / 2))),
    sampleAgents: (n, rng) => Float64Array.from({ length: n }, () => 16 + 10 * rng.uniform()),
    create: async () => createRoom(),
  }),
};

export const environments = [thermostat];
