import type { Robot } from "./robot.js";
import { robotEnvironment } from "./robot-environment.js";
import { targetVelocity } from "./target-velocity.js";

/** Walker2d of Gymnasium (v4, whose feet differ in friction). */
export const WALKER2D: Robot = {
  model: new URL("./walker2d.xml", import.meta.url),
  frameSkip: 4,
  dt: 0.008,
  numPositions: 9,
  numVelocities: 9,
  numActions: 6,
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
      minimum: 0.8,
      maximum: 2,
      closed: false,
    },
    {
      name: "angle",
      quantity: "the torso's pitch",
      unit: "rad",
      entries: [2, 2],
      minimum: -1,
      maximum: 1,
      closed: false,
    },
  ],
  numGeoms: 8,
  bytesPerSimulation: 480 * 1024,
  resetNoiseScale: 0.005,
};

/** Walker2d, whose agents want velocities up to 2.5 m/s. */
export const walker2d = robotEnvironment("walker2d", WALKER2D, targetVelocity(2.5));
