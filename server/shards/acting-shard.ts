import { type EnvSpec, spaceSize } from "../../envs/index.js";
import { LEAST_ROWS } from "../../serving/models/policy.js";
import { loadPolicies, type PolicySet } from "../policies/policy-set.js";
import { rollOut } from "./rollout.js";
import type { Shard, ShardSetup } from "./shard.js";
import type { ShardEnvironments } from "./shard-environments.js";
import { atSliceEnds } from "./slices.js";

/** The parts of a shard. */
export interface ShardParts {
  readonly environments: ShardEnvironments;
  readonly setup: ShardSetup;
  readonly spec: EnvSpec;
  /** Lets the thread do other work, and resolves when the shard may go on. */
  readonly pause: () => Promise<void>;
}

/** A shard whose policies act in this thread, wherever its environments are. */
export function createActingShard({ environments, setup, spec, pause }: ShardParts): Shard {
  const { numEnvs, seed, firstRow } = setup;
  const { observationSpace, actionSpace } = spec;
  const spaces = { observationSize: spaceSize(observationSpace), actionSpace };
  let inUse: PolicySet | undefined;
  let loaded: PolicySet | undefined;
  let putBack = async () => {};
  return {
    reset: environments.reset,
    async step() {
      const start = performance.now();
      await environments.step();
      return (performance.now() - start) / 1000;
    },
    save: environments.save,
    restore: environments.restore,
    render: environments.render,
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
    async rollout(rollout) {
      putBack = await environments.remember();
      return rollOut(
        { environments, actionSpace, seed, firstRow, set: inUse!, pause: atSliceEnds(pause) },
        rollout,
      );
    },
    putBack: () => putBack(),
    abandon: async () => {},
    async dispose() {
      await Promise.all([environments.dispose(), inUse?.release(), loaded?.release()]);
    },
  };
}
