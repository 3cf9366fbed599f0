import type { Robot } from "./robot.js";
import { robotEnvironment } from "./robot-environment.js";
import { targetVelocity } from "./target-velocity.js";

/** HalfCheetah of Gymnasium (v4 and v5). It cannot fall. */
export const HALF_CHEETAH: Robot = {
  model: new URL("./half-cheetah.xml", import.meta.url),
  frameSkip: 5,
  dt: 0.05,
  numPositions: 9,
  numVelocities: 9,
  numActions: 6,
  maxAction: 1,
  numHiddenPositions: 1,
  observedVelocityLimit: Number.POSITIVE_INFINITY,
  numObservedBodies: 0,
  placeFrom: "first-positions",
  velocityNoise: "normal",
  healthyRanges: [],
  numGeoms: 9,
  bytesPerSimulation: 480 * 1024,
  resetNoiseScale: 0.1,
};

/** HalfCheetah, whose agents want velocities up to 4 m/s. */
export const halfCheetah = robotEnvironment("half-cheetah", HALF_CHEETAH, targetVelocity(4));
