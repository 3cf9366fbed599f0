import type { RewardKernel } from "../env.js";
import { distributionOptions, drawParameter } from "./distribution.js";
import type { LocomotionStep, Task } from "./task.js";

/** Weights of a direction task's reward. */
export interface DirectionRewards {
  /** Reward for 1 m/s in the direction that an agent wants. */
  readonly speedWeight: number;
  /** Weight of ‖a‖², which is subtracted. */
  readonly actionWeight: number;
  /** Cost of contact forces, cfrc_ext [bodies, 6]. */
  readonly contactCost: (forces: Float64Array) => number;
  /** Reward for every step. */
  readonly survivalBonus: number;
}

const FULL_CIRCLE = 2 * Math.PI;

/** The direction task of meta-learning (Rakelly et al. 2019): each agent wants another direction. */
export function direction(rewards: DirectionRewards): Task {
  return {
    description: "Run in the direction that agents want.",
    numDirections: 2,
    usesContactForces: true,
    maxEpisodeSteps: 200,
    options: distributionOptions("rad"),
    configure: (options) => ({
      rewardRange: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
      agentParameters: [
        {
          name: "direction",
          unit: "rad",
          description: "The direction that the agent wants: 0 is along x, π/2 along y.",
          minimum: 0,
          maximum: FULL_CIRCLE,
          integer: false,
        },
      ],
      numFeatures: 3,
      features: (step, out) => writeFeatures(rewards, step, out),
      rewards: directionRewards,
      sampleAgent: (rng) => [drawParameter({ low: 0, high: FULL_CIRCLE, circular: true }, options, rng)],
    }),
  };
}

function writeFeatures(rewards: DirectionRewards, step: LocomotionStep, out: Float64Array): void {
  const { velocity, squaredAction, contactForces } = step;
  const { speedWeight, actionWeight, contactCost, survivalBonus } = rewards;
  out[0] = speedWeight * velocity[0];
  out[1] = speedWeight * velocity[1];
  out[2] = survivalBonus - actionWeight * squaredAction - contactCost(contactForces);
}

/**
 * rᵢ = ⟨(cos θᵢ, sin θᵢ), w v⟩ + s.
 * @param features - w v along x and along y, and s, which all agents share
 * @param directions - θ₁ … θₙ, in rad
 */
export const directionRewards: RewardKernel = ([x, y, shared], directions, rewards) => {
  for (let i = 0; i < rewards.length; i++) {
    rewards[i] = Math.cos(directions[i]) * x + Math.sin(directions[i]) * y + shared;
  }
};
