import type { HealthyRange } from "./health.js";

/** A robot that runs along x: its figures, which with its MJCF are all there is to it. */
export interface Robot {
  /** In kebab-case, for example "half-cheetah". */
  readonly id: string;
  /** Its MJCF; the first body is the torso. */
  readonly model: URL;
  /** Time steps of the simulation in a step of the environment. */
  readonly frameSkip: number;
  /** Seconds a step of the environment: frameSkip times the model's timestep. */
  readonly dt: number;
  readonly numPositions: number;
  readonly numVelocities: number;
  readonly numActions: number;
  /** Leading positions that observations leave out: where on the floor the robot is. */
  readonly numHiddenPositions: number;
  /** Observations have velocities clipped to ± this, in m/s and rad/s. */
  readonly observedVelocityLimit: number;
  /**
   * Where x is read: from the first position, or where the torso is. MuJoCo works out the latter while it takes
   * a time step, so that it is slightly behind.
   */
  readonly xFrom: "first-position" | "torso";
  /** How velocities are disturbed at an episode's start; positions always are uniformly. */
  readonly velocityNoise: "uniform" | "normal";
  /** Outside of these an episode ends; their bounds are defaults of options. */
  readonly healthyRanges: readonly HealthyRange[];
  /** Shapes in the MJCF, the floor among them. */
  readonly numGeoms: number;
  /** Default of the option `reset_noise_scale`. */
  readonly resetNoiseScale: number;
  /** Default of the option `max_target_velocity`, in m/s. */
  readonly maxTargetVelocity: number;
}

/** d. */
export function observationSize(robot: Robot): number {
  return robot.numPositions - robot.numHiddenPositions + robot.numVelocities;
}
