import { readFile } from "node:fs/promises";
import loadMujoco, { type DoubleBuffer, type MainModule, type MjData, type MjModel } from "mujoco-js";
import { createData } from "./data-memory.js";
import { createShared } from "./shared.js";

/** A compiled robot, and the data that all its simulations in a thread share. */
export interface Model {
  readonly mujoco: MainModule;
  readonly model: MjModel;
  /** Seconds. */
  readonly timestep: number;
  /** Buffer for copying a simulation's state into or out of WebAssembly's memory. */
  readonly state: DoubleBuffer;
  /** Data for the kinematics of positions that are drawn and not simulated. */
  readonly posed: MjData;
}

// Models are kept per thread, like WebAssembly's memory; there is one for each robot.
// MuJoCo would print its warnings to standard output, which is for a program's results.
const mujoco = createShared(() => loadMujoco({ print: (text: string) => console.warn(text) }));
const models = new Map<string, () => Promise<Model>>();

/**
 * Compiles a robot at a thread's first call. Later calls return the same model, or try again if that failed.
 * @param url - URL of an MJCF file
 */
export function loadModel(url: URL): Promise<Model> {
  let model = models.get(url.href);
  if (model === undefined) models.set(url.href, (model = createShared(() => compile(url))));
  return model();
}

async function compile(url: URL): Promise<Model> {
  const [module, xml] = await Promise.all([mujoco(), readFile(url, "utf8")]);
  const path = "model.xml";
  module.FS.writeFile(path, xml);
  const model = module.MjModel.loadFromXML(path);
  try {
    const posed = createData(module, model);
    const state = new module.DoubleBuffer(module.mj_stateSize(model, stateParts(module)));
    return { mujoco: module, model, timestep: model.opt.timestep, state, posed };
  } catch (error) {
    model.delete();
    throw error;
  }
}

/** Everything that a simulation needs to go on bit for bit: time, positions, velocities, warm start, controls, … */
export function stateParts({ mjtState }: MainModule): number {
  return mjtState.mjSTATE_INTEGRATION.value;
}
