import type { Robot } from "./robot.js";

/** Humanoid of Gymnasium (v5), with all of its observations. */
export const HUMANOID: Robot = {
  model: new URL("./humanoid.xml", import.meta.url),
  frameSkip: 5,
  dt: 0.015,
  numPositions: 24,
  numVelocities: 23,
  numActions: 17,
  maxAction: 0.4,
  numHiddenPositions: 2,
  observedVelocityLimit: Number.POSITIVE_INFINITY,
  numObservedBodies: 13,
  placeFrom: "center-of-mass",
  velocityNoise: "uniform",
  healthyRanges: [
    {
      name: "z",
      quantity: "the torso's height",
      unit: "m",
      entries: [2, 2],
      minimum: 1,
      maximum: 2,
      closed: true,
    },
  ],
  numGeoms: 18,
  bytesPerSimulation: 768 * 1024,
  resetNoiseScale: 0.01,
};
