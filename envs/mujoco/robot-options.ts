import { checkOrder, type OptionSpec, type Options, stepLimitOption } from "../options.js";
import { DYNAMICS_OPTIONS, type Dynamics, readDynamics } from "./dynamics.js";
import type { HealthyRange } from "./health.js";
import type { Robot } from "./robot.js";
import type { Task } from "./task.js";

/** Values of a robot's options. */
export interface RobotOptions {
  readonly resetNoiseScale: number;
  readonly maxEpisodeSteps: number;
  readonly terminateWhenUnhealthy: boolean;
  readonly healthyRanges: readonly HealthyRange[];
  readonly dynamics: Dynamics;
}

/** The robot's options, and the task's. */
export function robotOptionSpecs(robot: Robot, task: Task): OptionSpec[] {
  return [...commonOptions(robot, task), ...task.options, ...healthOptions(robot), ...DYNAMICS_OPTIONS];
}

/**
 * @param options - complete and checked each by itself
 * @throws InvalidValueError at a minimum above its maximum
 */
export function readRobotOptions(robot: Robot, options: Options, context: string): RobotOptions {
  const values = options as Record<string, number>;
  return {
    resetNoiseScale: values.reset_noise_scale,
    maxEpisodeSteps: values.max_episode_steps,
    terminateWhenUnhealthy: options.terminate_when_unhealthy === true,
    healthyRanges: robot.healthyRanges.map((range) => {
      const [low, high] = boundNames(range);
      checkOrder(options, low, high, context);
      return { ...range, minimum: values[low], maximum: values[high] };
    }),
    dynamics: readDynamics(options),
  };
}

function commonOptions(robot: Robot, { maxEpisodeSteps }: Task): OptionSpec[] {
  const velocities = robot.velocityNoise === "uniform" ? "U(−s, s)" : "s · N(0, 1)";
  return [
    {
      name: "reset_noise_scale",
      type: "number",
      default: robot.resetNoiseScale,
      minimum: 0,
      maximum: 1,
      description: `An episode starts from positions + U(−s, s) and velocities + ${velocities}.`,
    },
    stepLimitOption(maxEpisodeSteps),
  ];
}

/** Options of healthy ranges; none for a robot that cannot fall. */
function healthOptions({ healthyRanges }: Robot): OptionSpec[] {
  if (healthyRanges.length === 0) return [];
  const terminate: OptionSpec = {
    name: "terminate_when_unhealthy",
    type: "boolean",
    default: true,
    description: "Whether an episode ends when the robot leaves a healthy range.",
  };
  return [terminate, ...healthyRanges.flatMap(boundOptions)];
}

function boundOptions(range: HealthyRange): OptionSpec[] {
  const { quantity, unit } = range;
  const [low, high] = boundNames(range);
  const common = { type: "number", minimum: -1000, maximum: 1000, unit } as const;
  return [
    { ...common, name: low, default: range.minimum, description: `The lower bound of ${quantity}.` },
    { ...common, name: high, default: range.maximum, description: `The upper bound of ${quantity}.` },
  ];
}

const boundNames = ({ name }: HealthyRange) => [`healthy_${name}_min`, `healthy_${name}_max`] as const;
