import {
  configureEnv,
  createVectorEnv,
  type EnvRegistry,
  type Frame,
  findDefinition,
  spaceSize,
  type VectorEnv,
} from "../../envs/index.js";
import { LEAST_ROWS } from "../../serving/models/policy.js";
import { loadPolicies, type PolicySet } from "../policies/policy-set.js";
import { createTurns } from "../threads/turns.js";
import { rollOut } from "./rollout.js";
import type { Shard, ShardHost, ShardSetup } from "./shard.js";
import { atSliceEnds, inSlices } from "./slices.js";

/**
 * Creates a shard in the current thread.
 * @param pause - lets the thread do other work, and resolves when the shard may go on
 */
export async function createLocalShard(
  registry: EnvRegistry,
  setup: ShardSetup,
  pause: () => Promise<void>,
): Promise<Shard> {
  const { environmentId, options, numEnvs } = setup;
  const kind = configureEnv(findDefinition(registry, environmentId), options);
  const env = await createVectorEnv({ ...setup, kind, pause: atSliceEnds(pause) });
  const each = (work: (row: number) => void) => inSlices(numEnvs, work, pause);
  const { seed, firstRow } = setup;
  const { observationSpace, actionSpace } = kind.spec;
  const spaces = { observationSize: spaceSize(observationSpace), actionSpace };
  const stepAll = () => each((j) => env.stepRows(j, j + 1));
  let inUse: PolicySet | undefined;
  let loaded: PolicySet | undefined;
  let putBack = () => {};
  return {
    reset: (mask, seed) => each((j) => env.resetRows(j, j + 1, mask, seed)),
    async step() {
      const start = performance.now();
      await stepAll();
      return (performance.now() - start) / 1000;
    },
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
    async loadPolicies(models) {
      await loaded?.release();
      loaded = undefined;
      loaded = await loadPolicies(models, {
        spaces,
        numRows: Math.max(numEnvs, LEAST_ROWS),
        pause: atSliceEnds(pause),
      });
    },
    async usePolicies() {
      await inUse?.release();
      [inUse, loaded] = [loaded, undefined];
    },
    rollout(rollout) {
      putBack = rememberOf(env);
      return rollOut({ env, seed, firstRow, set: inUse!, stepAll, pause: atSliceEnds(pause) }, rollout);
    },
    putBack: async () => putBack(),
    async dispose() {
      env.dispose();
      await Promise.all([inUse?.release(), loaded?.release()]);
    },
  };
}

/** Environments that cannot be saved are stepped all the same. @returns a function that puts environments back */
function rememberOf(env: VectorEnv): () => void {
  try {
    return env.remember();
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** @param mask - [N]; all if left out */
function isChosen(mask: Uint8Array | undefined, row: number): boolean {
  return mask === undefined || mask[row] === 1;
}

/** A host that steps environments in the service's own thread. */
export function createLocalHost(registry: EnvRegistry): ShardHost {
  const turns = createTurns();
  return {
    parallelism: 1,
    create: (setups) =>
      Promise.all(setups.map((setup) => createLocalShard(registry, setup, () => turns.next(setup.client)))),
    close: async () => {},
  };
}
