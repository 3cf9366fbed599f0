import { targetVelocity } from "./target-velocity.js";

/** HalfCheetah of Gymnasium (v4 and v5), with agents who want velocities up to 4 m/s. It cannot fall. */
export const halfCheetah = targetVelocity({
  id: "half-cheetah",
  model: new URL("./half-cheetah.xml", import.meta.url),
  frameSkip: 5,
  dt: 0.05,
  numPositions: 9,
  numVelocities: 9,
  numActions: 6,
  numHiddenPositions: 1,
  observedVelocityLimit: Number.POSITIVE_INFINITY,
  xFrom: "first-position",
  velocityNoise: "normal",
  healthyRanges: [],
  numGeoms: 9,
  resetNoiseScale: 0.1,
  maxTargetVelocity: 4,
});
