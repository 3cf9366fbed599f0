import type { Robot } from "./robot.js";
import type { Simulation } from "./simulation.js";

/**
 * Writes positions without the hidden ones, and velocities clipped to their limit.
 * @param out - [d], whose first entries are written
 * @returns the number of written entries
 */
export function observeState(robot: Robot, { qpos, qvel }: Simulation, out: Float32Array): number {
  const hidden = robot.numHiddenPositions;
  const limit = robot.observedVelocityLimit;
  for (let i = hidden; i < qpos.length; i++) out[i - hidden] = qpos[i];
  const size = qpos.length - hidden;
  for (let i = 0; i < qvel.length; i++) out[size + i] = Math.min(Math.max(qvel[i], -limit), limit);
  return size + qvel.length;
}

/** Numbers of a body in cinert, and in cvel and cfrc_ext; body 0 is the world. */
const INERTIA = 10;
const MOTION = 6;
/** Degrees of freedom of the root, which has no motor. */
const ROOT = 6;

/**
 * Writes what Gymnasium's Humanoid observes besides its state, for every body but the world: inertia about the centre of
 * mass (10), velocity (6), the joints' motor torques, and contact forces (6).
 * @param out - completely written
 */
export function observeDynamics(simulation: Simulation, out: Float32Array): void {
  const { cinert, cvel, qfrc_actuator, cfrc_ext } = simulation;
  const parts = [
    cinert.subarray(INERTIA),
    cvel.subarray(MOTION),
    qfrc_actuator.subarray(ROOT),
    cfrc_ext.subarray(MOTION),
  ];
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
}
