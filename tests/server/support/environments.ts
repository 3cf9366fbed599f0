import { box, createRegistry, discrete, type EnvDefinition, type EnvRegistry } from "../../../envs/index.js";

/** Counts its steps; breaks at the step, or the reset, that it is told to. */
export function countingEnvironment(breaksAt: { step?: number; reset?: number } = {}): EnvDefinition {
  return {
    id: "counter",
    options: [],
    defaultNumAgents: 2,
    configure: () => ({
      spec: {
        id: "counter",
        description: "Counts its steps.",
        observationSpace: box([1], 0, 1e6),
        actionSpace: discrete(2),
        rewardRange: [0, 1],
        agentParameters: [
          { name: "worth", unit: "", description: "Of a step.", minimum: 0, maximum: 1, integer: false },
        ],
        infos: [],
        maxEpisodeSteps: 0,
        dt: 0,
        renderModes: [],
        reportScale: 1,
      },
      numFeatures: 1,
      rewards: (_features, worths, rewards) => rewards.set(worths),
      sampleAgents: (numAgents, rng) => Float64Array.from({ length: numAgents }, () => rng.uniform()),
      create: async () => createCounter(breaksAt),
    }),
  };
}

function createCounter(breaksAt: { step?: number; reset?: number }) {
  let steps = 0;
  let resets = 0;
  return {
    reset() {
      if (++resets === breaksAt.reset) throw new Error(`reset ${resets} broke`);
      steps = 0;
    },
    step() {
      if (++steps === breaksAt.step) throw new Error(`step ${steps} broke`);
      return false;
    },
    observe: (out: Float32Array) => void out.fill(steps),
    features: (out: Float64Array) => void out.fill(0),
    infos() {},
    save: () => Uint8Array.of(steps),
    restore(state: Uint8Array) {
      [steps] = state;
    },
    dispose() {},
  };
}

export function registryOf(...definitions: EnvDefinition[]): EnvRegistry {
  return createRegistry(definitions);
}
