import type { HealthyRange } from "./health.js";

/** A robot that runs: its figures, which with its MJCF are all there is to it. */
export interface Robot {
  /** Its MJCF; the first body is the torso. */
  readonly model: URL;
  /** Time steps of the simulation in a step of the environment. */
  readonly frameSkip: number;
  /** Seconds a step of the environment: frameSkip times the model's timestep. */
  readonly dt: number;
  readonly numPositions: number;
  readonly numVelocities: number;
  readonly numActions: number;
  /** Actions are within ± this. */
  readonly maxAction: number;
  /** Leading positions that observations leave out: where on the floor the robot is. */
  readonly numHiddenPositions: number;
  /** Observations have velocities clipped to ± this, in m/s and rad/s. */
  readonly observedVelocityLimit: number;
  /**
   * Bodies whose inertia, velocity and contact forces, with the motors' forces, observations have after
   * positions and velocities: all but the world, or 0 for none of these.
   */
  readonly numObservedBodies: number;
  /**
   * Where the robot is: its first positions, where the torso is, or its centre of mass. MuJoCo works out the
   * latter two while it takes a time step, so that they are slightly behind.
   */
  readonly placeFrom: "first-positions" | "torso" | "center-of-mass";
  /** How velocities are disturbed at an episode's start; positions always are uniformly. */
  readonly velocityNoise: "uniform" | "normal";
  /** Outside of these an episode ends; their bounds are defaults of options. */
  readonly healthyRanges: readonly HealthyRange[];
  /** Shapes in the MJCF, the floor among them. */
  readonly numGeoms: number;
  /** Bytes of memory that a simulation takes, MuJoCo's arena and what JavaScript keeps of it included. */
  readonly bytesPerSimulation: number;
  /** Default of the option `reset_noise_scale`. */
  readonly resetNoiseScale: number;
}

/** d. */
export function observationSize(robot: Robot): number {
  const { numPositions, numHiddenPositions, numVelocities, numActions, numObservedBodies } = robot;
  // Of a body: 10 numbers of inertia, 6 of velocity and 6 of force.
  const dynamics = numObservedBodies > 0 ? 22 * numObservedBodies + numActions : 0;
  return numPositions - numHiddenPositions + numVelocities + dynamics;
}
