import type { EnvSpec, RewardKernel } from "../env.js";
import { InvalidValueError } from "../errors.js";
import { stepLimitOption } from "../options.js";
import type { EnvDefinition } from "../registry.js";
import { box, discrete } from "../space.js";
import { createResourceGathering, NUM_FEATURES, OBSERVATION_SIZE } from "./env.js";
import { GRID_SIZE, NUM_TILES } from "./grid.js";

/** rᵢ = (100 − T)/100 for agents whose tile was visited, once home after T steps; 0 before. */
const tileRewards: RewardKernel = (features, tiles, rewards) => {
  const worth = features[0];
  for (let i = 0; i < rewards.length; i++) rewards[i] = features[1 + tiles[i]] * worth;
};

/** Ivanov and Ben-Porat 2024, section 4.1. */
export const resourceGathering: EnvDefinition = {
  id: "resource-gathering",
  defaultNumAgents: NUM_TILES,
  options: [stepLimitOption(40, ", without reward")],
  configure(options) {
    return {
      spec: createSpec(options.max_episode_steps as number),
      numFeatures: NUM_FEATURES,
      rewards: tileRewards,
      bytesPerEnvironment: 4096,
      sampleAgents: (numAgents) => {
        if (numAgents !== NUM_TILES) throw wrongNumberOfAgents(numAgents);
        return Float64Array.from({ length: NUM_TILES }, (_, tile) => tile);
      },
      create: async () => createResourceGathering(),
    };
  },
};

function createSpec(maxEpisodeSteps: number): EnvSpec {
  const high = [GRID_SIZE - 1, GRID_SIZE - 1, ...new Array<number>(OBSERVATION_SIZE - 2).fill(1)];
  return {
    id: "resource-gathering",
    description: "Walk a 5 × 5 map over the tiles that agents want and come home quickly.",
    observationSpace: box([OBSERVATION_SIZE], 0, high),
    actionSpace: discrete(4),
    // Coming home after more than 100 steps gives a negative reward.
    rewardRange: [Math.min(0, (100 - maxEpisodeSteps) / 100), 1],
    agentParameters: [
      {
        name: "tile",
        unit: "",
        description: "The tile the agent wants: 5 · row + column, row 0 at the top. Home is 22.",
        minimum: 0,
        maximum: NUM_TILES - 1,
        integer: true,
      },
    ],
    infos: [
      { name: "position", dtype: "int32", shape: [2], unit: "", description: "Row and column." },
      { name: "visited", dtype: "bool", shape: [NUM_TILES], unit: "", description: "Tiles stepped on." },
    ],
    maxEpisodeSteps,
    dt: 0,
    renderModes: ["rgb_array"],
    reportScale: 100,
  };
}

function wrongNumberOfAgents(numAgents: number): InvalidValueError {
  const expected = `${NUM_TILES} (one a tile; give parameters for another population)`;
  return new InvalidValueError("agents.count", expected, `${numAgents}`, 'env "resource-gathering"');
}
