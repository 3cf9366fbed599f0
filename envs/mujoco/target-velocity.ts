import type { AgentParameter, RewardKernel } from "../env.js";
import { checkOrder, type OptionSpec, type Options } from "../options.js";
import { drawUniform } from "./distribution.js";
import type { Task } from "./task.js";

/**
 * The task of Ivanov and Ben-Porat 2024, section 4.2: each agent wants another velocity.
 * @param maximum - default of the option `max_target_velocity`, in m/s
 */
export function targetVelocity(maximum: number): Task {
  return {
    description: "Run at the velocity that agents want.",
    numDirections: 1,
    usesContactForces: false,
    maxEpisodeSteps: 1000,
    options: targetOptions(
      maximum,
      "Upper end b of the range of target velocities; an agent gets rewards within b/20 of its target.",
    ),
    configure(options, context) {
      const [low, high] = readTargets(options, context);
      return {
        rewardRange: [0, 0.1],
        agentParameters: [targetParameter(low, high)],
        numFeatures: 1,
        features: ({ velocity }, out) => {
          out[0] = velocity[0];
        },
        rewards: velocityRewards(high),
        sampleAgent: (rng) => [drawUniform({ low, high }, rng)],
      };
    },
  };
}

/**
 * rᵢ = 0.1 · max(0, 1 − |v − vᵢ| / (b/20)), so that 1000 perfect steps are worth 100.
 * Ivanov and Ben-Porat 2024, section 4.2, times 0.1.
 * @param maxTargetVelocity - b, in m/s
 * @returns a kernel with features [v] and parameters [v₁ … vₙ], in m/s
 */
export function velocityRewards(maxTargetVelocity: number): RewardKernel {
  const width = maxTargetVelocity / 20;
  return (features, targets, rewards) => {
    const velocity = features[0];
    for (let i = 0; i < rewards.length; i++) {
      rewards[i] = 0.1 * Math.max(0, 1 - Math.abs(velocity - targets[i]) / width);
    }
  };
}

/**
 * Options for the range of target velocities.
 * @param maximum - default of its upper end, in m/s
 * @param description - description of that option
 */
export function targetOptions(maximum: number, description: string): OptionSpec[] {
  return [
    {
      name: "min_target_velocity",
      type: "number",
      default: 0,
      minimum: 0,
      maximum: 100,
      unit: "m/s",
      description: "Lower end of the range of target velocities.",
    },
    {
      name: "max_target_velocity",
      type: "number",
      default: maximum,
      minimum: 0.1,
      maximum: 100,
      unit: "m/s",
      description,
    },
  ];
}

/**
 * @returns the range of target velocities, in m/s
 * @throws InvalidValueError at a minimum above its maximum
 */
export function readTargets(options: Options, context: string): [low: number, high: number] {
  checkOrder(options, "min_target_velocity", "max_target_velocity", context);
  return [options.min_target_velocity as number, options.max_target_velocity as number];
}

export function targetParameter(minimum: number, maximum: number): AgentParameter {
  return {
    name: "target_velocity",
    unit: "m/s",
    description: "The velocity along x that the agent wants.",
    minimum,
    maximum,
    integer: false,
  };
}
