import type { AutoresetMode, Frame, VectorBuffers } from "../../envs/index.js";
import type { PolicyModel } from "../../serving/models/policy.js";
import type { KindData } from "../catalog/choose-environment.js";
import type { ShardRollout, ShardRolloutResult } from "./rollout.js";

/** Everything needed to make a range of a session's environments in any thread. */
export interface ShardSetup {
  readonly kind: KindData;
  /** Number of environments of the shard, not of the session. */
  readonly numEnvs: number;
  /** θ, [n, p]. */
  readonly parameters: Float64Array;
  /** The shard's environment j is seeded with seed + j. */
  readonly seed: number;
  /** The number of the shard's first environment in its session. */
  readonly firstRow: number;
  readonly autoreset: AutoresetMode;
  /** The shard's rows of the session's arrays, in shared memory. */
  readonly buffers: VectorBuffers;
  /** Memory of an environment in bytes, without its rows in the buffers. */
  readonly bytesPerEnvironment: number;
  /** The client that it belongs to, since clients' shards take turns in their thread. */
  readonly client: string;
  /** Processes of a shard whose environments are in processes, at most. */
  readonly numProcesses: number;
}

/**
 * A range of a session's environments that are stepped together. Results are in the buffers of the set-up. Requests were
 * checked before, so a rejection means that an environment broke, or its thread died (DeathError). Only one method
 * is called at a time.
 */
export interface Shard {
  /**
   * @param mask - [N], the environments to reset; all if left out
   * @param seed - if given, environment j is first seeded with seed + j
   */
  reset(mask?: Uint8Array, seed?: number): Promise<void>;
  /**
   * Steps all environments with the actions in the buffers.
   * @returns the seconds that it took
   */
  step(): Promise<number>;
  /**
   * @param mask - [N], the environments to save; all if left out
   * @returns N states; those of other environments are empty
   */
  save(mask?: Uint8Array): Promise<Uint8Array[]>;
  /**
   * @param states - N states; an empty one leaves its environment unchanged
   * @throws InvalidValueError at an invalid state; the states before it have been restored, but in a process none has
   */
  restore(states: readonly Uint8Array[]): Promise<void>;
  /**
   * @param mask - [N], the environments to render; all if left out
   * @returns one frame for each of them
   */
  render(mask?: Uint8Array): Promise<Frame[]>;
  /**
   * Loads policies beside those that are in use.
   * @throws ContractError (INVALID_VALUE, LIMIT, POLICIES); nothing is loaded then
   */
  loadPolicies(models: readonly PolicyModel[]): Promise<void>;
  /** Uses the policies that were loaded last; those in use until then are freed. */
  usePolicies(): Promise<void>;
  /**
   * Lets policies act.
   * @throws ContractError (REQUEST_FAILED) if a policy or an environment gives something that is no number; some steps
   *   have then been taken
   */
  rollout(rollout: ShardRollout): Promise<ShardRolloutResult>;
  /**
   * Puts environments back to where they were before the latest rollout.
   * @throws Error if they could not be saved then
   */
  putBack(): Promise<void>;
  /**
   * Ends what it is doing, since nobody waits for the result; the shard is of no use then. It may be called while another
   * method is at work. Where nothing can end that, it does nothing.
   */
  abandon(): Promise<void>;
  dispose(): Promise<void>;
}

/** Makes shards, in threads or in its own one. */
export interface ShardHost {
  /** Number of shards that can step at a time. */
  readonly parallelism: number;
  /**
   * @returns a shard for each setup, in order; more than `parallelism` of them share threads
   * @throws ContractError (LIMIT) if there is not enough memory
   */
  create(setups: readonly ShardSetup[]): Promise<Shard[]>;
  close(): Promise<void>;
}
