import type { Robot } from "./robot.js";
import type { Simulation } from "./simulation.js";

/** Index of the torso in xpos, [bodies, 3]; body 0 is the world. */
const TORSO = 3;

/**
 * Reads a robot's place on the floor.
 * @param out - x, or x and y, in m
 */
export function readPlace(from: Robot["placeFrom"], simulation: Simulation, out: Float64Array): void {
  const { qpos, xpos } = simulation;
  for (let c = 0; c < out.length; c++) {
    if (from === "first-positions") out[c] = qpos[c];
    else if (from === "torso") out[c] = xpos[TORSO + c];
    else out[c] = centerOfMass(simulation, c);
  }
}

/** Σ m x / Σ m over bodies, each at its own centre of mass. */
function centerOfMass({ masses, xipos }: Simulation, coordinate: number): number {
  let [moment, mass] = [0, 0];
  for (let b = 0; b < masses.length; b++) {
    moment += masses[b] * xipos[3 * b + coordinate];
    mass += masses[b];
  }
  return moment / mass;
}
