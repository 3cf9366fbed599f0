import type { EnvSpec, RewardKernel } from "../env.js";
import type { EnvDefinition } from "../registry.js";
import { box } from "../space.js";
import { geometryInfos, REPORT_GEOMETRY, withGeometryInfos } from "./geometry-infos.js";
import { createLocomotion } from "./locomotion.js";
import { observationSize, type Robot } from "./robot.js";
import { type RobotOptions, readRobotOptions, robotOptionSpecs } from "./robot-options.js";
import { createSimulation } from "./simulation.js";

/** A robot's task in Ivanov and Ben-Porat 2024, section 4.2: each agent wants a velocity of its own. */
export function targetVelocity(robot: Robot): EnvDefinition {
  return {
    id: robot.id,
    defaultNumAgents: 100,
    options: [...robotOptionSpecs(robot), REPORT_GEOMETRY],
    configure(given) {
      const options = readRobotOptions(robot, given);
      const { minTargetVelocity: low, maxTargetVelocity: high } = options;
      const reported = given[REPORT_GEOMETRY.name] ? robot.numGeoms : 0;
      const spec = createSpec(robot, options);
      return {
        spec: { ...spec, infos: [...spec.infos, ...(reported ? geometryInfos(reported) : [])] },
        numFeatures: 1,
        rewards: velocityRewards(high),
        sampleAgents: (numAgents, rng) =>
          Float64Array.from({ length: numAgents }, () => low + (high - low) * rng.uniform()),
        create: async () => {
          const simulation = await createSimulation(robot.model, robot.frameSkip);
          const env = createLocomotion(robot, simulation, options);
          return reported ? withGeometryInfos(env, simulation.geometry, reported) : env;
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

function createSpec(robot: Robot, options: RobotOptions): EnvSpec {
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
        minimum: options.minTargetVelocity,
        maximum: options.maxTargetVelocity,
        integer: false,
      },
    ],
    infos: createInfos(robot),
    maxEpisodeSteps: options.maxEpisodeSteps,
    dt: robot.dt,
    renderModes: ["rgb_array"],
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
