import type { Env } from "../env.js";
import type { Rng } from "../rng.js";
import { isHealthy } from "./health.js";
import type { Robot } from "./robot.js";
import type { RobotOptions } from "./robot-options.js";
import { drawSideView } from "./side-view.js";
import type { Simulation } from "./simulation.js";

/** Of the option values, those that an episode depends on. */
export type LocomotionOptions = Pick<
  RobotOptions,
  "resetNoiseScale" | "terminateWhenUnhealthy" | "healthyRanges"
>;

/** Of xpos, [bodies, 3]: body 0 is the world. */
const TORSO_X = 3;

/**
 * A robot that runs, as Gymnasium's: observations are positions and velocities, and the one feature that
 * rewards depend on is the velocity v = Δx/dt in m/s. Infos are x, v, positions and velocities.
 *
 * Gymnasium also calls mj_rnePostConstraint after a step; what that works out is not part of the state and
 * not observed.
 */
export function createLocomotion(robot: Robot, simulation: Simulation, options: LocomotionOptions): Env {
  const { resetNoiseScale, terminateWhenUnhealthy, healthyRanges } = options;
  const readX = () => (robot.xFrom === "torso" ? simulation.xpos[TORSO_X] : simulation.qpos[0]);
  let x = 0;
  let velocity = 0;

  return {
    reset(rng) {
      simulation.reset();
      addNoise(robot, simulation, resetNoiseScale, rng);
      simulation.forward();
      x = readX();
      velocity = 0;
    },
    // Where Gymnasium goes on after a divergence, from MuJoCo's own reset or not-a-number, the episode ends.
    step(action) {
      const before = x;
      const alive = simulation.step(action);
      x = readX();
      velocity = alive ? (x - before) / robot.dt : 0;
      return !alive || (terminateWhenUnhealthy && !isHealthy(simulation, healthyRanges));
    },
    observe(out) {
      const { qpos, qvel } = simulation;
      const hidden = robot.numHiddenPositions;
      const limit = robot.observedVelocityLimit;
      for (let i = hidden; i < qpos.length; i++) out[i - hidden] = qpos[i];
      for (let i = 0; i < qvel.length; i++) {
        out[qpos.length - hidden + i] = Math.min(Math.max(qvel[i], -limit), limit);
      }
    },
    features(out) {
      out[0] = velocity;
    },
    infos(out) {
      const { qpos, qvel } = simulation;
      out[0] = x;
      out[1] = velocity;
      out.set(qpos, 2);
      out.set(qvel, 2 + qpos.length);
    },
    save: () => prependNumber(x, simulation.save()),
    // The torso's x is behind the state's own, so that it could not be worked out again.
    restore(state) {
      x = new DataView(state.buffer, state.byteOffset).getFloat64(0, true);
      simulation.restore(state.subarray(8));
    },
    render: () => drawSideView(simulation.geometry()),
    dispose: simulation.dispose,
  };
}

/** Positions + U(−scale, scale), then velocities + U(−scale, scale) or scale · N(0, 1). */
function addNoise(robot: Robot, { qpos, qvel }: Simulation, scale: number, rng: Rng): void {
  const uniform = () => 2 * rng.uniform() - 1;
  const forVelocity = robot.velocityNoise === "uniform" ? uniform : rng.normal;
  for (let i = 0; i < qpos.length; i++) qpos[i] += scale * uniform();
  for (let i = 0; i < qvel.length; i++) qvel[i] += scale * forVelocity();
}

/** @returns eight bytes of the number, little-endian, then the others */
function prependNumber(x: number, others: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + others.length);
  new DataView(bytes.buffer).setFloat64(0, x, true);
  bytes.set(others, 8);
  return bytes;
}
