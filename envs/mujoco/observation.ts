import type { Robot } from "./robot.js";
import type { Simulation } from "./simulation.js";

/**
 * Positions but the hidden ones, and velocities within their limit.
 * @param out - [d], of which the first entries are written
 * @returns how many
 */
export function observeState(robot: Robot, { qpos, qvel }: Simulation, out: Float32Array): number {
  const hidden = robot.numHiddenPositions;
  const limit = robot.observedVelocityLimit;
  for (let i = hidden; i < qpos.length; i++) out[i - hidden] = qpos[i];
  const size = qpos.length - hidden;
  for (let i = 0; i < qvel.length; i++) out[size + i] = Math.min(Math.max(qvel[i], -limit), limit);
  return size + qvel.length;
}

/** Of cinert and of cvel and cfrc_ext, numbers of a body; body 0 is the world. */
const INERTIA = 10;
const MOTION = 6;
/** Degrees of freedom of the root, which has no motor. */
const ROOT = 6;

/**
 * What Gymnasium's Humanoid observes beside its state, of every body but the world: inertia about the centre of
 * mass (10), velocity (6), the joints' motor torques, and contact forces (6).
 * @param out - all of it
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
