import { InvalidValueError } from "../errors.js";
import type { OptionSpec, Options } from "../options.js";
import type { HealthyRange } from "./health.js";
import type { Robot } from "./robot.js";

/** What a robot's options say. */
export interface RobotOptions {
  readonly resetNoiseScale: number;
  readonly maxEpisodeSteps: number;
  /** m/s. */
  readonly minTargetVelocity: number;
  /** m/s. */
  readonly maxTargetVelocity: number;
  readonly terminateWhenUnhealthy: boolean;
  readonly healthyRanges: readonly HealthyRange[];
}

export function robotOptionSpecs(robot: Robot): OptionSpec[] {
  return [...commonOptions(robot), ...targetOptions(robot), ...healthOptions(robot)];
}

/**
 * @param options - complete and checked each by itself
 * @throws InvalidValueError at a minimum above its maximum
 */
export function readRobotOptions(robot: Robot, options: Options): RobotOptions {
  const values = options as Record<string, number>;
  checkOrder(robot, values, "min_target_velocity", "max_target_velocity");
  return {
    resetNoiseScale: values.reset_noise_scale,
    maxEpisodeSteps: values.max_episode_steps,
    minTargetVelocity: values.min_target_velocity,
    maxTargetVelocity: values.max_target_velocity,
    terminateWhenUnhealthy: options.terminate_when_unhealthy === true,
    healthyRanges: robot.healthyRanges.map((range) => {
      const [low, high] = boundNames(range);
      checkOrder(robot, values, low, high);
      return { ...range, minimum: values[low], maximum: values[high] };
    }),
  };
}

function commonOptions(robot: Robot): OptionSpec[] {
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
    {
      name: "max_episode_steps",
      type: "integer",
      default: 1000,
      minimum: 1,
      maximum: 1_000_000,
      description: "Steps after which an episode is truncated.",
    },
  ];
}

function targetOptions(robot: Robot): OptionSpec[] {
  return [
    {
      name: "min_target_velocity",
      type: "number",
      default: 0,
      minimum: 0,
      maximum: 100,
      unit: "m/s",
      description: "The velocity from which agents have targets.",
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

/** None for a robot that cannot fall. */
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

function checkOrder(robot: Robot, values: Record<string, number>, low: string, high: string): void {
  if (values[low] <= values[high]) return;
  const expected = `at most ${high}, which is ${values[high]}`;
  throw new InvalidValueError(`options.${low}`, expected, `${values[low]}`, `env "${robot.id}"`);
}
