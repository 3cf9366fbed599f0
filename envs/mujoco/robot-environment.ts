import type { EnvSpec } from "../env.js";
import type { EnvDefinition } from "../registry.js";
import { box } from "../space.js";
import { geometryInfos, REPORT_GEOMETRY, withGeometryInfos } from "./geometry-infos.js";
import { createLocomotion } from "./locomotion.js";
import { observationSize, type Robot } from "./robot.js";
import { readRobotOptions, robotOptionSpecs } from "./robot-options.js";
import { createSimulation } from "./simulation.js";
import type { ConfiguredTask, Task } from "./task.js";

/**
 * Makes an environment from a robot and a task.
 * @param id - in kebab-case, for example "half-cheetah"
 */
export function robotEnvironment(id: string, robot: Robot, task: Task): EnvDefinition {
  const context = `env "${id}"`;
  return {
    id,
    defaultNumAgents: 100,
    options: [...robotOptionSpecs(robot, task), REPORT_GEOMETRY],
    configure(given) {
      const options = readRobotOptions(robot, given, context);
      const configured = task.configure(given, context);
      const { numFeatures, features, rewards, sampleAgent } = configured;
      const reported = given[REPORT_GEOMETRY.name] ? robot.numGeoms : 0;
      const spec = createSpec(robot, task, configured, { id, maxEpisodeSteps: options.maxEpisodeSteps });
      return {
        spec: { ...spec, infos: [...spec.infos, ...(reported ? geometryInfos(reported) : [])] },
        numFeatures,
        rewards,
        bytesPerEnvironment: robot.bytesPerSimulation,
        sampleAgents: (numAgents, rng) => {
          const width = spec.agentParameters.length;
          const parameters = new Float64Array(numAgents * width);
          for (let i = 0; i < numAgents; i++) parameters.set(sampleAgent(rng), i * width);
          return parameters;
        },
        create: async () => {
          const simulation = await createSimulation(robot.model, robot.frameSkip, options.dynamics);
          const env = createLocomotion(robot, { ...task, features }, simulation, options);
          return reported ? withGeometryInfos(env, simulation.geometry, reported) : env;
        },
      };
    },
  };
}

function createSpec(
  robot: Robot,
  task: Task,
  { rewardRange, agentParameters }: ConfiguredTask,
  { id, maxEpisodeSteps }: Pick<EnvSpec, "id" | "maxEpisodeSteps">,
): EnvSpec {
  return {
    id,
    description: task.description,
    observationSpace: box([observationSize(robot)], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    actionSpace: box([robot.numActions], -robot.maxAction, robot.maxAction),
    rewardRange,
    agentParameters,
    infos: createInfos(robot, task),
    maxEpisodeSteps,
    dt: robot.dt,
    renderModes: ["rgb_array"],
    reportScale: 1,
  };
}

function createInfos({ numPositions, numVelocities }: Robot, { numDirections }: Task): EnvSpec["infos"] {
  const info = (name: string, shape: number[], unit: string, description: string) =>
    ({ name, dtype: "float64", shape, unit, description }) as const;
  const axes = ["x", "y"].slice(0, numDirections);
  const along = (axis: string) => (numDirections === 1 ? "" : ` along ${axis}`);
  return [
    ...axes.map((axis) => info(`${axis}_position`, [], "m", `Where the robot is${along(axis)}.`)),
    ...axes.map((axis) =>
      info(`${axis}_velocity`, [], "m/s", `How far it came${along(axis)} in the step, a second.`),
    ),
    info("qpos", [numPositions], "m, rad", "Positions of the robot's joints."),
    info("qvel", [numVelocities], "m/s, rad/s", "Velocities of the robot's joints."),
  ];
}
