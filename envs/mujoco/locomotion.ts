import type { Env } from "../env.js";
import { InvalidValueError } from "../errors.js";
import type { Rng } from "../rng.js";
import { isHealthy } from "./health.js";
import { observeDynamics, observeState } from "./observation.js";
import { readPlace } from "./place.js";
import type { Robot } from "./robot.js";
import type { RobotOptions } from "./robot-options.js";
import { drawSideView } from "./side-view.js";
import { isBounded, type Simulation } from "./simulation.js";
import type { ConfiguredTask, Task } from "./task.js";

/** The part of a task that an episode depends on. */
export type LocomotionTask = Pick<Task, "numDirections" | "usesContactForces"> &
  Pick<ConfiguredTask, "features">;

/** The options that an episode depends on. */
export type LocomotionOptions = Omit<RobotOptions, "maxEpisodeSteps" | "dynamics">;

/**
 * A running robot like Gymnasium's. Observations are positions and velocities and, for some robots, the bodies' inertia
 * and forces. Infos are its place on the floor, its mean velocity in the step, positions and velocities.
 *
 * Gymnasium also calls mj_rnePostConstraint after a step, which computes contact forces. They are not part of the state,
 * and are left out if nothing depends on them.
 */
export function createLocomotion(
  robot: Robot,
  task: LocomotionTask,
  simulation: Simulation,
  options: LocomotionOptions,
): Env {
  const { resetNoiseScale, terminateWhenUnhealthy, healthyRanges } = options;
  const needsContactForces = task.usesContactForces || robot.numObservedBodies > 0;
  const place = new Float64Array(task.numDirections);
  const before = new Float64Array(task.numDirections);
  const velocity = new Float64Array(task.numDirections);
  let squaredAction = 0;

  return {
    reset(rng) {
      simulation.reset();
      addNoise(robot, simulation, resetNoiseScale, rng);
      simulation.forward();
      readPlace(robot.placeFrom, simulation, place);
      velocity.fill(0);
    },
    // After a divergence the episode ends, whereas Gymnasium goes on from MuJoCo's own reset or NaN.
    step(action) {
      before.set(place);
      const alive = simulation.step(action);
      if (alive && needsContactForces) simulation.workOutContactForces();
      readPlace(robot.placeFrom, simulation, place);
      for (let c = 0; c < place.length; c++) velocity[c] = alive ? (place[c] - before[c]) / robot.dt : 0;
      squaredAction = squaredNorm(action);
      return !alive || (terminateWhenUnhealthy && !isHealthy(simulation, healthyRanges));
    },
    observe(out) {
      const size = observeState(robot, simulation, out);
      if (robot.numObservedBodies > 0) observeDynamics(simulation, out.subarray(size));
    },
    features(out) {
      task.features({ velocity, squaredAction, contactForces: simulation.cfrc_ext }, out);
    },
    infos(out) {
      let offset = 0;
      for (const values of [place, velocity, simulation.qpos, simulation.qvel]) {
        out.set(values, offset);
        offset += values.length;
      }
    },
    save: () => prependNumbers(place, simulation.save()),
    // The place may lag behind the state, so it cannot be computed from the state and is saved too.
    restore(state) {
      const saved = readNumbers(state, place.length);
      simulation.restore(state.subarray(8 * place.length));
      place.set(saved);
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

function squaredNorm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

/** @returns eight bytes for each number, little-endian, followed by the other bytes */
function prependNumbers(numbers: Float64Array, others: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 * numbers.length + others.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => {
    view.setFloat64(8 * i, number, true);
  });
  bytes.set(others, 8 * numbers.length);
  return bytes;
}

/**
 * @returns the leading numbers
 * @throws InvalidValueError if there are fewer, or they are not a valid place
 */
function readNumbers(bytes: Uint8Array, count: number): Float64Array {
  const numbers = new Float64Array(bytes.slice(0, 8 * Math.min(count, Math.floor(bytes.length / 8))).buffer);
  if (numbers.length === count && isBounded(numbers)) return numbers;
  throw new InvalidValueError("states", `${count} numbers of a place`, `[${numbers}]`);
}
