import type { Env } from "../env.js";
import type { Rng } from "../rng.js";
import type { Simulation } from "./simulation.js";

/** A robot that runs along x: its figures, which with its MJCF are all there is to it. */
export interface Robot {
  /** In kebab-case, for example "half-cheetah". */
  readonly id: string;
  /** Its MJCF. */
  readonly model: URL;
  /** Time steps of the simulation in a step of the environment. */
  readonly frameSkip: number;
  /** Seconds a step of the environment: frameSkip times the model's timestep. */
  readonly dt: number;
  readonly numPositions: number;
  readonly numVelocities: number;
  /** Leading positions that observations leave out: where on the floor the robot is. */
  readonly numHiddenPositions: number;
  readonly numActions: number;
  /** Default of the option `reset_noise_scale`. */
  readonly resetNoiseScale: number;
  /** Default of the option `max_target_velocity`, in m/s. */
  readonly maxTargetVelocity: number;
}

/** d. */
export function observationSize(robot: Robot): number {
  return robot.numPositions - robot.numHiddenPositions + robot.numVelocities;
}

/**
 * A robot that runs, as Gymnasium's: observations are positions and velocities, and the one feature that
 * rewards depend on is the velocity v = Δx/dt in m/s. Infos are x, v, positions and velocities.
 *
 * Gymnasium also calls mj_rnePostConstraint after a step; what that works out is not part of the state and
 * not observed.
 */
export function createLocomotion(robot: Robot, simulation: Simulation, resetNoiseScale: number): Env {
  let velocity = 0;

  return {
    reset(rng) {
      simulation.reset();
      addNoise(simulation, resetNoiseScale, rng);
      simulation.forward();
      velocity = 0;
    },
    // Where Gymnasium goes on after a divergence, from MuJoCo's own reset or not-a-number, the episode ends.
    step(action) {
      const before = simulation.qpos[0];
      const alive = simulation.step(action);
      velocity = alive ? (simulation.qpos[0] - before) / robot.dt : 0;
      return !alive;
    },
    observe(out) {
      const { qpos, qvel } = simulation;
      const hidden = robot.numHiddenPositions;
      for (let i = hidden; i < qpos.length; i++) out[i - hidden] = qpos[i];
      out.set(qvel, qpos.length - hidden);
    },
    features(out) {
      out[0] = velocity;
    },
    infos(out) {
      const { qpos, qvel } = simulation;
      out[0] = qpos[0];
      out[1] = velocity;
      out.set(qpos, 2);
      out.set(qvel, 2 + qpos.length);
    },
    save: simulation.save,
    restore: simulation.restore,
    dispose: simulation.dispose,
  };
}

/** Positions + U(−scale, scale), then velocities + scale · N(0, 1). */
function addNoise({ qpos, qvel }: Simulation, scale: number, rng: Rng): void {
  for (let i = 0; i < qpos.length; i++) qpos[i] += scale * (2 * rng.uniform() - 1);
  for (let i = 0; i < qvel.length; i++) qvel[i] += scale * rng.normal();
}
