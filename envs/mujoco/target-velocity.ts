import type { EnvSpec, RewardKernel } from "../env.js";
import { InvalidValueError } from "../errors.js";
import type { OptionSpec } from "../options.js";
import type { EnvDefinition } from "../registry.js";
import { box } from "../space.js";
import { createLocomotion, observationSize, type Robot } from "./locomotion.js";
import { createSimulation } from "./simulation.js";

/** A robot's task in Ivanov and Ben-Porat 2024, section 4.2: each agent wants a velocity of its own. */
export function targetVelocity(robot: Robot): EnvDefinition {
  return {
    id: robot.id,
    defaultNumAgents: 100,
    options: createOptions(robot),
    configure(options) {
      const { max_episode_steps, max_target_velocity, reset_noise_scale } = options as Record<string, number>;
      return {
        spec: createSpec(robot, max_episode_steps, max_target_velocity),
        numFeatures: 1,
        rewards: velocityRewards(max_target_velocity),
        sampleAgents: (numAgents, rng) => {
          if (!(Number.isInteger(numAgents) && numAgents > 0)) throw wrongNumberOfAgents(robot, numAgents);
          return Float64Array.from({ length: numAgents }, () => max_target_velocity * rng.uniform());
        },
        create: async () => {
          const simulation = await createSimulation(robot.model, robot.frameSkip);
          return createLocomotion(robot, simulation, reset_noise_scale);
        },
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

function createOptions(robot: Robot): OptionSpec[] {
  return [
    {
      name: "reset_noise_scale",
      type: "number",
      default: robot.resetNoiseScale,
      minimum: 0,
      maximum: 1,
      description: "An episode starts from positions + U(−s, s) and velocities + s · N(0, 1).",
    },
    {
      name: "max_episode_steps",
      type: "integer",
      default: 1000,
      minimum: 1,
      maximum: 1_000_000,
      description: "Steps after which an episode is truncated.",
    },
    {
      name: "max_target_velocity",
      type: "number",
      default: robot.maxTargetVelocity,
      minimum: 0.1,
      maximum: 100,
      unit: "m/s",
      description: "The velocity b up to which agents have targets; rewards reach b/20 to either side.",
    },
  ];
}

function createSpec(robot: Robot, maxEpisodeSteps: number, maxTargetVelocity: number): EnvSpec {
  return {
    id: robot.id,
    description: "Run at the velocity that agents want.",
    observationSpace: box([observationSize(robot)], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    actionSpace: box([robot.numActions], -1, 1),
    rewardRange: [0, 0.1],
    agentParameters: [
      {
        name: "target_velocity",
        unit: "m/s",
        description: "The velocity along x that the agent wants.",
        minimum: 0,
        maximum: maxTargetVelocity,
        integer: false,
      },
    ],
    infos: createInfos(robot),
    maxEpisodeSteps,
    dt: robot.dt,
    renderModes: [],
    reportScale: 1,
  };
}

function createInfos({ numPositions, numVelocities }: Robot): EnvSpec["infos"] {
  const info = (name: string, shape: number[], unit: string, description: string) =>
    ({ name, dtype: "float64", shape, unit, description }) as const;
  return [
    info("x_position", [], "m", "Where the robot is."),
    info("x_velocity", [], "m/s", "How far it came in the step, a second."),
    info("qpos", [numPositions], "m, rad", "Positions of the robot's joints."),
    info("qvel", [numVelocities], "m/s, rad/s", "Velocities of the robot's joints."),
  ];
}

function wrongNumberOfAgents(robot: Robot, numAgents: number): InvalidValueError {
  return new InvalidValueError("agents.count", "a number from 1", `${numAgents}`, `env "${robot.id}"`);
}
