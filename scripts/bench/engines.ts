import * as tf from "@tensorflow/tfjs-core";
import { type Backend, chooseEngine, type Engine } from "../../client/index.js";

/** An engine among others in one process. */
export interface BenchEngine {
  /** For progress, for example "eager on wasm". */
  readonly name: string;
  readonly engine: Engine;
  /** To be called before its turn: TensorFlow.js has one backend at a time. */
  activate(): Promise<void>;
}

const CHOICES = [
  { engine: "compiled", backend: "auto" },
  { engine: "eager", backend: "tensorflow" },
  { engine: "eager", backend: "wasm" },
] as const;

/** The engines that this machine has. @param skipped - told of each other one, and why */
export async function availableEngines(skipped: (text: string) => void): Promise<BenchEngine[]> {
  const engines: BenchEngine[] = [];
  for (const choice of CHOICES) {
    try {
      const { engine } = await chooseEngine(choice);
      engines.push(benchEngine(engine, choice.backend));
    } catch (error) {
      skipped(`skipped: ${choice.engine} on ${choice.backend}: ${(error as Error).message}`);
    }
  }
  return engines;
}

function benchEngine(engine: Engine, backend: Backend): BenchEngine {
  return {
    name: engine.name === "eager" ? `eager on ${backend}` : engine.name,
    engine,
    activate: async () => {
      if (engine.name === "eager") await tf.setBackend(backend);
    },
  };
}
