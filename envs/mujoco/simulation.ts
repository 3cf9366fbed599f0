import { type Geometry, geometryAt } from "./geometry.js";
import { loadModel, stateParts } from "./model.js";

/** One MuJoCo simulation. */
export interface Simulation {
  /** Positions, [nq]: a view of the simulation's memory, not to be kept while other simulations are made. */
  readonly qpos: Float64Array;
  /** Velocities, [nv]: a view as qpos. */
  readonly qvel: Float64Array;
  /** Where bodies were when they were last worked out, [bodies, 3] in m: a view as qpos, not saved. */
  readonly xpos: Float64Array;
  /** Goes back to the model's own state. */
  reset(): void;
  /** Works out what follows from positions and velocities that were written. */
  forward(): void;
  /**
   * Takes `frameSkip` time steps with the same controls.
   * @param controls - [nu]
   * @returns false if the simulation diverged; it then is as after `reset`
   */
  step(controls: ArrayLike<number>): boolean;
  /** The whole state, so that `restore` on any simulation of the same model goes on bit for bit. */
  save(): Uint8Array;
  restore(state: Uint8Array): void;
  /** What there is to draw, at the present positions. */
  geometry(): Geometry;
  dispose(): void;
}

/** Beyond it, MuJoCo takes a simulation for diverged (mjMAXVAL). */
const MAXIMUM = 1e10;

/** @param modelUrl - of the model's MJCF */
export async function createSimulation(modelUrl: URL, frameSkip: number): Promise<Simulation> {
  const loaded = await loadModel(modelUrl);
  const { mujoco, model, timestep, state } = loaded;
  const data = new mujoco.MjData(model);
  const parts = stateParts(mujoco);
  const qpos = heapView(() => data.qpos);
  const qvel = heapView(() => data.qvel);
  const xpos = heapView(() => data.xpos);
  const ctrl = heapView(() => data.ctrl);
  let time = 0;

  function reset(): void {
    mujoco.mj_resetData(model, data);
    time = 0;
  }

  /** MuJoCo puts a diverged simulation back to its start, which time shows; the last step's end is for us. */
  function hasDiverged(): boolean {
    const expected = time + (frameSkip - 0.5) * timestep;
    time = data.time;
    return time < expected || !isBounded(qpos()) || !isBounded(qvel());
  }

  return {
    get qpos() {
      return qpos();
    },
    get qvel() {
      return qvel();
    },
    get xpos() {
      return xpos();
    },
    reset,
    forward: () => mujoco.mj_forward(model, data),
    step(controls) {
      ctrl().set(controls);
      for (let i = 0; i < frameSkip; i++) mujoco.mj_step(model, data);
      if (!hasDiverged()) return true;
      reset();
      return false;
    },
    save() {
      mujoco.mj_getState(model, data, state, parts);
      return new Uint8Array(state.GetView().slice().buffer);
    },
    restore(saved) {
      // Float64Array needs its bytes aligned; `slice` starts them at 0.
      const numbers = new Float64Array(saved.slice().buffer);
      mujoco.mj_setState(model, data, Array.from(numbers), parts);
      time = data.time;
    },
    geometry: () => geometryAt(loaded, qpos()),
    dispose: () => data.delete(),
  };
}

/** Keeps a view of WebAssembly's memory. When the memory grows, old views turn empty and are made anew. */
function heapView(create: () => Float64Array): () => Float64Array {
  let view = create();
  return () => {
    if (view.length === 0) view = create();
    return view;
  };
}

function isBounded(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i]) < MAXIMUM)) return false;
  }
  return true;
}
