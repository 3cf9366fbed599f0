import { loadRuntime } from "../../proto/onnx-runtime.js";
import { type Backend, chooseBackend } from "./backend.js";
import { compiledEngine } from "./compiled.js";
import { eagerEngine } from "./eager.js";
import type { Engine, EngineName } from "./engine.js";

/** What a user asks for. */
export interface EngineChoice {
  readonly engine: EngineName | "auto";
  /** For the eager engine; naming one asks for that engine. */
  readonly backend: Backend;
}

/** The engine in use, and, if a better one was not to be had, why. */
export interface ChosenEngine {
  readonly engine: Engine;
  readonly fallbackReason?: string;
}

/**
 * The compiled engine, unless another is asked for or ONNX Runtime cannot be loaded.
 * @throws Error if what was asked for cannot be had
 */
export async function chooseEngine({ engine, backend }: EngineChoice): Promise<ChosenEngine> {
  if (engine === "eager" || (engine === "auto" && backend !== "auto")) return chooseEager(backend);
  try {
    await loadRuntime();
    return { engine: compiledEngine() };
  } catch (error) {
    if (engine === "compiled") throw error;
    const { engine: eager } = await chooseEager("auto");
    return { engine: eager, fallbackReason: (error as Error).message };
  }
}

async function chooseEager(backend: Backend): Promise<ChosenEngine> {
  const { fallbackReason } = await chooseBackend(backend);
  return { engine: eagerEngine(), fallbackReason };
}

/** What gives the same bits as an engine did, if it is to be had. @param backend - the engine's */
export function choiceOf(backend: string): EngineChoice {
  return backend === "onnxruntime"
    ? { engine: "auto", backend: "auto" }
    : { engine: "eager", backend: backend as Backend };
}
