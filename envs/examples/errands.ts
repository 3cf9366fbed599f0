// An environment whose rewards are costs: `caucus train --load dist/envs/examples/errands.js --env errands`.
import { box, discrete, type Env, type EnvDefinition, type EnvSpec } from "caucus/envs";

const STEPS = 32;
const STRIDE = 0.1;
/** By action: stay, or go left, right, down or up. */
const MOVES = [
  [0, 0],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
];

const place = (name: string) => ({
  ...{
    name,
    unit: "",
    description: "The position that the agent wants.",
    minimum: 0,
    maximum: 1,
    integer: false,
  },
});

const spec: EnvSpec = {
  id: "errands",
  description: "Move on a square to the positions that agents want; each step costs the distance.",
  observationSpace: box([2], 0, 1),
  actionSpace: discrete(MOVES.length),
  rewardRange: [-1, 0],
  agentParameters: [place("x"), place("y")],
  infos: [],
  maxEpisodeSteps: STEPS,
  dt: 1,
  renderModes: [],
  reportScale: 1,
};

/** @param startSide - side of the central square in which episodes begin */
function createSquare(startSide: number): Env {
  const state = new Float64Array(2);
  return {
    reset(rng) {
      for (const c of [0, 1]) state[c] = 0.5 + startSide * (rng.uniform() - 0.5);
    },
    step([action]) {
      MOVES[action].forEach((move, c) => {
        state[c] = Math.min(Math.max(state[c] + STRIDE * move, 0), 1);
      });
      return false;
    },
    observe: (out) => out.set(state),
    features: (out) => out.set(state),
    infos: () => {},
    save: () => new Uint8Array(state.slice().buffer),
    restore: (bytes) => state.set(new Float64Array(bytes.slice().buffer)),
    dispose: () => {},
  };
}

const errands: EnvDefinition = {
  id: spec.id,
  options: [
    {
      ...{ name: "start_side", type: "number", default: 0.2, minimum: 0, maximum: 1 },
      description: "Side of the square in the middle in which episodes begin.",
    },
  ],
  defaultNumAgents: 40,
  configure: ({ start_side }) => ({
    spec,
    numFeatures: 2,
    rewards([x, y], wanted, rewards) {
      for (let i = 0; i < rewards.length; i++) {
        rewards[i] = -Math.min(Math.hypot(x - wanted[2 * i], y - wanted[2 * i + 1]), 1);
      }
    },
    sampleAgents: (n, rng) => Float64Array.from({ length: 2 * n }, () => rng.uniform()),
    create: async () => createSquare(Number(start_side)),
  }),
};

export const environments = [errands];
