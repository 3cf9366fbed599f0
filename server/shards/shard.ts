import type { AutoresetMode, Frame, Options, VectorBuffers } from "../../envs/index.js";
import type { PolicyModel } from "../policies/policy.js";
import type { ShardRollout, ShardRolloutResult } from "./rollout.js";

/** What is needed to make some rows of a session's environments, in any thread. */
export interface ShardSetup {
  readonly environmentId: string;
  /** Complete and checked. */
  readonly options: Options;
  /** How many environments these are: N of the shard, not of the session. */
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
  /** Of memory, beside its rows. */
  readonly bytesPerEnvironment: number;
  /** Whose it is: clients' shards take turns in their thread. */
  readonly client: string;
}

/**
 * A range of a session's environments, stepped together. What they give is in the buffers of the setup.
 * Requests were checked before: what rejects is an environment that broke, or its thread (ThreadDeathError).
 * One method is called at a time.
 */
export interface Shard {
  /**
   * @param mask - [N], which environments; all if left out
   * @param seed - seeds environment j with seed + j first
   */
  reset(mask?: Uint8Array, seed?: number): Promise<void>;
  /** Takes the actions from the buffers. */
  step(): Promise<void>;
  /**
   * @param mask - [N], which environments; all if left out
   * @returns N states; empty ones of the others
   */
  save(mask?: Uint8Array): Promise<Uint8Array[]>;
  /**
   * @param states - N of them; an empty one leaves its environment as it is
   * @throws InvalidValueError at a state that is none; those before it have been restored
   */
  restore(states: readonly Uint8Array[]): Promise<void>;
  /**
   * @param mask - [N], which environments; all if left out
   * @returns one picture for each of them
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
  dispose(): Promise<void>;
}

/** Where shards live. */
export interface ShardHost {
  /** How many shards can step at a time. */
  readonly parallelism: number;
  /**
   * @returns a shard for each setup, in order; at most `parallelism` of them
   * @throws ContractError (LIMIT) if there is no room
   */
  create(setups: readonly ShardSetup[]): Promise<Shard[]>;
  close(): Promise<void>;
}
