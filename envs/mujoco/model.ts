import { readFile } from "node:fs/promises";
import loadMujoco, { type DoubleBuffer, type MainModule, type MjData, type MjModel } from "mujoco-js";
import { createData } from "./data-memory.js";
import type { Dynamics } from "./dynamics.js";
import { originalDynamics, writeDynamics } from "./model-dynamics.js";
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
  /** Makes the model have these dynamics until it is told others, since simulations with several may share a thread. */
  setDynamics(dynamics: Dynamics): void;
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
    const setDynamics = dynamicsSetter(model);
    return { mujoco: module, model, timestep: model.opt.timestep, state, posed, setDynamics };
  } catch (error) {
    model.delete();
    throw error;
  }
}

/** Writes dynamics only where they differ from those of the simulation that stepped before. */
function dynamicsSetter(model: MjModel): Model["setDynamics"] {
  const original = originalDynamics(model);
  let current: Dynamics | undefined;
  return (dynamics) => {
    if (dynamics === current) return;
    writeDynamics(model, original, dynamics);
    current = dynamics;
  };
}

/** Everything that a simulation needs to go on bit for bit: time, positions, velocities, warm start, controls, … */
export function stateParts({ mjtState }: MainModule): number {
  return mjtState.mjSTATE_INTEGRATION.value;
}
