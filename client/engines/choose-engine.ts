import { loadRuntime } from "../../proto/onnx-runtime.js";
import { type Backend, chooseBackend } from "./backend.js";
import { compiledEngine } from "./compiled.js";
import { eagerEngine } from "./eager.js";
import type { Engine, EngineName } from "./engine.js";

/** A user's choice of an engine. */
export interface EngineChoice {
  readonly engine: EngineName | "auto";
  /** Backend of the eager engine; any choice but "auto" selects that engine. */
  readonly backend: Backend;
}

/** The engine in use and, if a better one is not available, the reason. */
export interface ChosenEngine {
  readonly engine: Engine;
  readonly fallbackReason?: string;
}

/**
 * Creates the compiled engine, unless another is requested or ONNX Runtime cannot be loaded.
 * @throws Error if the requested engine is not available
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

/** The choice that gives the same bits as an engine did, if it is available. @param backend - the engine's backend */
export function choiceOf(backend: string): EngineChoice {
  return backend === "onnxruntime"
    ? { engine: "auto", backend: "auto" }
    : { engine: "eager", backend: backend as Backend };
}
