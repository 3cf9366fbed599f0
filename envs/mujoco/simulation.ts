import type { MjData } from "mujoco-js";
import { InvalidValueError } from "../errors.js";
import { createData, deleteData } from "./data-memory.js";
import { MJCF_DYNAMICS } from "./dynamics.js";
import type { Geometry } from "./geometry.js";
import { loadModel, stateParts } from "./model.js";
import { geometryAt } from "./posed-geometry.js";

/**
 * Arrays of a simulation, by MuJoCo's names. They are views of its memory and become invalid when other simulations are
 * made. All but positions and velocities have the values of their latest computation, and are not saved.
 */
interface SimulationArrays {
  /** Positions, [nq]. */
  readonly qpos: Float64Array;
  /** Velocities, [nv]. */
  readonly qvel: Float64Array;
  /** Positions of bodies, [bodies, 3] in m; body 0 is the world. */
  readonly xpos: Float64Array;
  /** Positions of the bodies' centres of mass, [bodies, 3] in m. */
  readonly xipos: Float64Array;
  /** Inertia of bodies about the centre of mass of all, [bodies, 10]. */
  readonly cinert: Float64Array;
  /** Velocity of bodies there, [bodies, 6]: rad/s, then m/s. */
  readonly cvel: Float64Array;
  /** Forces of motors in the velocities' coordinates, [nv] in N or N m. */
  readonly qfrc_actuator: Float64Array;
  /** Torques and forces of contacts on bodies, [bodies, 6]: N m, then N; computed only on request. */
  readonly cfrc_ext: Float64Array;
}

/** One MuJoCo simulation. */
export interface Simulation extends SimulationArrays {
  /** Masses of the bodies, [bodies] in kg. */
  readonly masses: Float64Array;
  /** Resets the simulation to the model's initial state. */
  reset(): void;
  /** Computes everything that depends on positions and velocities after these were written. */
  forward(): void;
  /**
   * Takes `frameSkip` time steps with the same controls.
   * @param controls - [nu]
   * @returns false if the simulation diverged; its state is then that after `reset`
   */
  step(controls: ArrayLike<number>): boolean;
  /** Computes cfrc_ext for the latest step (mj_rnePostConstraint). */
  workOutContactForces(): void;
  /** The whole state, so that `restore` on any simulation of the same model goes on bit for bit. */
  save(): Uint8Array;
  /** @throws InvalidValueError, before anything is restored, at a state that no simulation of the model can be in */
  restore(state: Uint8Array): void;
  /** The geometry at the current positions. */
  geometry(): Geometry;
  dispose(): void;
}

const ARRAYS = ["qpos", "qvel", "xpos", "xipos", "cinert", "cvel", "qfrc_actuator", "cfrc_ext"] as const;

/** Absolute value above which MuJoCo regards a simulation as diverged (mjMAXVAL). */
const MAXIMUM = 1e10;

/**
 * @param modelUrl - of the model's MJCF
 * @param frameSkip - time steps in a step of the environment
 * @throws Error if there is no memory for another in this thread
 */
export async function createSimulation(
  modelUrl: URL,
  frameSkip: number,
  dynamics = MJCF_DYNAMICS,
): Promise<Simulation> {
  const loaded = await loadModel(modelUrl);
  const { mujoco, model, timestep, state, setDynamics } = loaded;
  const data = createData(mujoco, model);
  const parts = stateParts(mujoco);
  const arrays = heapViews(data, [...ARRAYS, "ctrl"]);
  let time = 0;

  function reset(): void {
    mujoco.mj_resetData(model, data);
    time = 0;
  }

  /** Whether the simulation diverged: MuJoCo then resets it, which its time shows, except after the last time step. */
  function hasDiverged(): boolean {
    const expected = time + (frameSkip - 0.5) * timestep;
    time = data.time;
    return time < expected || !isBounded(arrays.qpos) || !isBounded(arrays.qvel);
  }

  return Object.assign(arrays, {
    masses: model.body_mass.slice() as Float64Array,
    reset,
    forward() {
      setDynamics(dynamics);
      mujoco.mj_forward(model, data);
    },
    step(controls: ArrayLike<number>) {
      setDynamics(dynamics);
      arrays.ctrl.set(controls);
      for (let i = 0; i < frameSkip; i++) mujoco.mj_step(model, data);
      if (!hasDiverged()) return true;
      reset();
      return false;
    },
    workOutContactForces: () => mujoco.mj_rnePostConstraint(model, data),
    save() {
      mujoco.mj_getState(model, data, state, parts);
      return new Uint8Array(state.GetView().slice().buffer);
    },
    restore(saved: Uint8Array) {
      const numbers = readState(saved, state.GetView().length, model.nq + model.nv);
      mujoco.mj_setState(model, data, Array.from(numbers), parts);
      time = data.time;
    },
    geometry: () => geometryAt(loaded, arrays.qpos),
    dispose: () => deleteData(data),
  });
}

/** Caches views of WebAssembly's memory. When the memory grows, old views become empty and are made again. */
function heapViews<Name extends keyof MjData>(data: MjData, names: readonly Name[]) {
  const arrays = {} as { readonly [name in Name]: Float64Array };
  for (const name of names) {
    let view = data[name] as Float64Array;
    const get = () => {
      if (view.length === 0) view = data[name] as Float64Array;
      return view;
    };
    Object.defineProperty(arrays, name, { get, enumerable: true });
  }
  return arrays;
}

/** Whether all numbers are finite and below the limit at which MuJoCo regards a simulation as diverged. */
export function isBounded(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i]) < MAXIMUM)) return false;
  }
  return true;
}

/**
 * Checks and reads a saved state, since MuJoCo checks neither its length nor its numbers.
 * @param size - length of a state, which begins with the time, the positions and the velocities
 * @param numCoordinates - number of positions and velocities
 */
function readState(saved: Uint8Array, size: number, numCoordinates: number): Float64Array {
  const refuse = (expected: string, got: string) => {
    throw new InvalidValueError("states", expected, got);
  };
  if (saved.length !== 8 * size) refuse(`${8 * size} bytes of a simulation`, `${saved.length}`);
  // Float64Array needs its bytes aligned; `slice` starts them at 0.
  const numbers = new Float64Array(saved.slice().buffer);
  if (!numbers.every(Number.isFinite)) refuse("a simulation's finite numbers", "others");
  const coordinates = numbers.subarray(1, 1 + numCoordinates);
  if (!isBounded(coordinates)) refuse(`positions and velocities below ${MAXIMUM}`, `${coordinates}`);
  return numbers;
}
