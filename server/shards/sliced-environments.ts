import { createVectorEnv, type EnvKind, type Frame, type VectorEnv } from "../../envs/index.js";
import type { ShardSetup } from "./shard.js";
import { isChosen, type ShardEnvironments } from "./shard-environments.js";
import { atSliceEnds, inSlices } from "./slices.js";

/**
 * Environments in this thread, which yields to others between slices of work.
 * @param pause - lets the thread do other work, and resolves when the shard may go on
 */
export async function createSlicedEnvironments(
  kind: EnvKind,
  setup: ShardSetup,
  pause: () => Promise<void>,
): Promise<ShardEnvironments> {
  const env = await createVectorEnv({ ...setup, kind, pause: atSliceEnds(pause) });
  const each = (work: (row: number) => void) => inSlices(setup.numEnvs, work, pause);
  return {
    buffers: env.buffers,
    reset: (mask, seed) => each((j) => env.resetRows(j, j + 1, mask, seed)),
    step: () => each((j) => env.stepRows(j, j + 1)),
    async save(mask) {
      const states: Uint8Array[] = [];
      await each((j) => states.push(isChosen(mask, j) ? env.save(j) : new Uint8Array(0)));
      return states;
    },
    restore: (states) =>
      each((j) => {
        if (states[j].length > 0) env.restore(j, states[j]);
      }),
    async render(mask) {
      const frames: Frame[] = [];
      await each((j) => {
        if (isChosen(mask, j)) frames.push(env.render(j));
      });
      return frames;
    },
    remember: async () => rememberOf(env),
    dispose: async () => env.dispose(),
  };
}

/** Environments that cannot be saved are stepped all the same. */
function rememberOf(env: VectorEnv): () => Promise<void> {
  try {
    const putBack = env.remember();
    return async () => putBack();
  } catch (error) {
    return () => Promise.reject(error);
  }
}
