import type { HealthyRange } from "./health.js";

/** Constants of a running robot, which with its MJCF define it completely. */
export interface Robot {
  /** Its MJCF; the first body is the torso. */
  readonly model: URL;
  /** Time steps of the simulation in a step of the environment. */
  readonly frameSkip: number;
  /** Seconds per step of the environment: frameSkip times the model's timestep. */
  readonly dt: number;
  readonly numPositions: number;
  readonly numVelocities: number;
  readonly numActions: number;
  /** Actions are within ± this. */
  readonly maxAction: number;
  /** Number of leading positions that observations leave out: the robot's place on the floor. */
  readonly numHiddenPositions: number;
  /** Observations have velocities clipped to ± this, in m/s and rad/s. */
  readonly observedVelocityLimit: number;
  /**
   * Number of bodies whose inertia, velocity and contact forces follow positions and velocities in observations, with the
   * motors' forces: all bodies but the world, or 0 if observations have none of these.
   */
  readonly numObservedBodies: number;
  /**
   * The robot's place: its first positions, its torso's position, or its centre of mass. MuJoCo computes the latter two
   * during a time step, so they lag slightly behind.
   */
  readonly placeFrom: "first-positions" | "torso" | "center-of-mass";
  /** Distribution of the noise on velocities at an episode's start; that on positions is always uniform. */
  readonly velocityNoise: "uniform" | "normal";
  /** Ranges outside which an episode ends; their bounds are defaults of options. */
  readonly healthyRanges: readonly HealthyRange[];
  /** Number of geoms in the MJCF, including the floor. */
  readonly numGeoms: number;
  /** Bytes of memory of a simulation, including MuJoCo's arena and JavaScript's own data. */
  readonly bytesPerSimulation: number;
  /** Default of the option `reset_noise_scale`. */
  readonly resetNoiseScale: number;
}

/** d. */
export function observationSize(robot: Robot): number {
  const { numPositions, numHiddenPositions, numVelocities, numActions, numObservedBodies } = robot;
  // A body has 10 numbers of inertia, 6 of velocity and 6 of force.
  const dynamics = numObservedBodies > 0 ? 22 * numObservedBodies + numActions : 0;
  return numPositions - numHiddenPositions + numVelocities + dynamics;
}
