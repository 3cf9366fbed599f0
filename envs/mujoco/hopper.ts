import type { Robot } from "./robot.js";
import { robotEnvironment } from "./robot-environment.js";
import { targetVelocity } from "./target-velocity.js";

/**
 * Hopper of Gymnasium (v4 and v5), which bounds its height only from below. The upper bound of a kilometre is never
 * reached, since the other entries of its state are bounded.
 */
export const HOPPER: Robot = {
  model: new URL("./hopper.xml", import.meta.url),
  frameSkip: 4,
  dt: 0.008,
  numPositions: 6,
  numVelocities: 6,
  numActions: 3,
  maxAction: 1,
  numHiddenPositions: 1,
  observedVelocityLimit: 10,
  numObservedBodies: 0,
  placeFrom: "first-positions",
  velocityNoise: "uniform",
  healthyRanges: [
    {
      name: "z",
      quantity: "the torso's height",
      unit: "m",
      entries: [1, 1],
      minimum: 0.7,
      maximum: 1000,
      closed: false,
    },
    {
      name: "angle",
      quantity: "the torso's pitch",
      unit: "rad",
      entries: [2, 2],
      minimum: -0.2,
      maximum: 0.2,
      closed: false,
    },
    {
      name: "state",
      quantity: "every position and velocity but x and the torso's height",
      unit: "rad, m/s, rad/s",
      entries: [2, 11],
      minimum: -100,
      maximum: 100,
      closed: false,
    },
  ],
  numGeoms: 5,
  bytesPerSimulation: 480 * 1024,
  resetNoiseScale: 0.005,
};

/** Hopper, whose agents want velocities up to 2.5 m/s. */
export const hopper = robotEnvironment("hopper", HOPPER, targetVelocity(2.5));
