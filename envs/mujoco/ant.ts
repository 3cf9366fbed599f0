import type { Robot } from "./robot.js";
import { robotEnvironment } from "./robot-environment.js";
import { targetVelocity } from "./target-velocity.js";

/**
 * Ant of Gymnasium (v4, whose observations are without contact forces).
 * @param minimumHeight - of the torso, below which it has fallen, in m
 */
export const antRobot = (minimumHeight: number): Robot => ({
  model: new URL("./ant.xml", import.meta.url),
  frameSkip: 5,
  dt: 0.05,
  numPositions: 15,
  numVelocities: 14,
  numActions: 8,
  maxAction: 1,
  numHiddenPositions: 2,
  observedVelocityLimit: Number.POSITIVE_INFINITY,
  numObservedBodies: 0,
  placeFrom: "torso",
  velocityNoise: "normal",
  healthyRanges: [
    {
      name: "z",
      quantity: "the torso's height",
      unit: "m",
      entries: [2, 2],
      minimum: minimumHeight,
      maximum: 1,
      closed: true,
    },
  ],
  numGeoms: 14,
  bytesPerSimulation: 496 * 1024,
  resetNoiseScale: 0.1,
});

/**
 * Ant, whose agents want velocities up to 3 m/s along x. Its torso must stay above 0.4 m, as in Ivanov and Ben-Porat's
 * code; Gymnasium has 0.2 m.
 */
export const ant = robotEnvironment("ant", antRobot(0.4), targetVelocity(3));
