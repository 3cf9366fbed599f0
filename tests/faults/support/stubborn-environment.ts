// An environment that loops without end, or ends its process, in the method that its options name.
import { box, discrete, type Env, type EnvDefinition, type EnvSpec } from "../../../envs/index.js";

export const METHODS = [
  "configure",
  "sampleAgents",
  "create",
  "reset",
  "step",
  "save",
  "render",
  "rewards",
] as const;
type Method = (typeof METHODS)[number];

const spec: EnvSpec = {
  id: "stubborn",
  description: "Does as it is told.",
  observationSpace: box([1], 0, 1),
  actionSpace: discrete(2),
  rewardRange: [0, 1],
  agentParameters: [
    { name: "worth", unit: "", description: "Of a step.", minimum: 0, maximum: 1, integer: false },
  ],
  infos: [],
  maxEpisodeSteps: 10,
  dt: 0,
  renderModes: ["rgb_array"],
  reportScale: 1,
};

const numbered = (name: string, description: string) =>
  ({ name, type: "integer", default: -1, minimum: -1, maximum: METHODS.length - 1, description }) as const;

function createEnv(at: (method: Method) => void): Env {
  return {
    reset: () => at("reset"),
    step() {
      at("step");
      return false;
    },
    observe: (out) => void out.fill(0),
    features() {},
    infos() {},
    save() {
      at("save");
      return new Uint8Array(1);
    },
    restore() {},
    render() {
      at("render");
      return { height: 1, width: 1, data: new Uint8Array(3) };
    },
    dispose() {},
  };
}

const stubborn: EnvDefinition = {
  id: spec.id,
  options: [
    numbered("loops_in", "The method that never ends."),
    numbered("exits_in", "The method that ends its process."),
    numbered("throws_in", "The method that throws."),
  ],
  defaultNumAgents: 2,
  configure({ loops_in, exits_in, throws_in }) {
    const at = (method: Method) => {
      while (loops_in === METHODS.indexOf(method));
      if (exits_in === METHODS.indexOf(method)) process.exit(3);
      if (throws_in === METHODS.indexOf(method)) throw new Error(`${method} broke`);
    };
    at("configure");
    return {
      spec,
      numFeatures: 0,
      rewards: () => at("rewards"),
      sampleAgents(numAgents) {
        at("sampleAgents");
        return new Float64Array(numAgents);
      },
      async create() {
        at("create");
        return createEnv(at);
      },
    };
  },
};

export const environments = [stubborn];
