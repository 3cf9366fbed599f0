import type { RewardKernel } from "../env.js";
import { distributionOptions, drawParameter } from "./distribution.js";
import { readTargets, targetOptions, targetParameter } from "./target-velocity.js";
import type { Task } from "./task.js";

/** Weight of ‖a‖². */
const ACTION_WEIGHT = 0.05;

/**
 * The velocity task of meta-learning (Finn et al. 2017; rewards as in Rakelly et al. 2019, whose episodes have 200
 * steps), on which Ge et al. 2025 train committees. An agent's cost grows with the distance from the velocity it wants.
 * @param maximum - default of the option `max_target_velocity`, in m/s
 */
export function velocityError(maximum: number): Task {
  return {
    description: "Run as close as possible to the velocity that agents want, with little effort.",
    numDirections: 1,
    usesContactForces: false,
    maxEpisodeSteps: 200,
    options: [
      ...targetOptions(maximum, "Upper end of the range of target velocities."),
      ...distributionOptions("m/s"),
    ],
    configure(options, context) {
      const [low, high] = readTargets(options, context);
      return {
        rewardRange: [Number.NEGATIVE_INFINITY, 0],
        agentParameters: [targetParameter(low, high)],
        numFeatures: 2,
        features: ({ velocity, squaredAction }, out) => {
          out[0] = velocity[0];
          out[1] = ACTION_WEIGHT * squaredAction;
        },
        rewards: velocityErrorRewards,
        sampleAgent: (rng) => [drawParameter({ low, high, circular: false }, options, rng)],
      };
    },
  };
}

/**
 * rᵢ = −|v − vᵢ| − 0.05 ‖a‖² (Rakelly et al. 2019, Half-Cheetah-Vel).
 * @param features - v in m/s, and 0.05 ‖a‖²
 * @param targets - v₁ … vₙ, in m/s
 */
export const velocityErrorRewards: RewardKernel = ([velocity, cost], targets, rewards) => {
  for (let i = 0; i < rewards.length; i++) rewards[i] = -Math.abs(velocity - targets[i]) - cost;
};
