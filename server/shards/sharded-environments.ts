import {
  type AutoresetMode,
  createVectorBuffers,
  type EnvKind,
  type EnvSpec,
  type Frame,
  sliceVectorBuffers,
  type VectorBuffers,
} from "../../envs/index.js";
import { ContractError } from "../../proto/index.js";
import type { Shard, ShardHost, ShardSetup } from "./shard.js";

export interface ShardedEnvironmentsConfig {
  readonly kind: EnvKind;
  /** N. */
  readonly numEnvs: number;
  /** θ, [n, p]. */
  readonly parameters: Float64Array;
  /** Environment j is seeded with seed + j, whatever shard it is in. */
  readonly seed: number;
  readonly autoreset: AutoresetMode;
}

/** A session's N environments, wherever they are stepped. */
export interface ShardedEnvironments {
  readonly kind: EnvKind;
  readonly spec: EnvSpec;
  readonly numEnvs: number;
  readonly numAgents: number;
  readonly parameters: Float64Array;
  readonly autoreset: AutoresetMode;
  /** What the latest reset or step gave; actions are written here before a step. */
  readonly buffers: VectorBuffers;
  /** @param mask - [N]; all if left out */
  reset(mask?: Uint8Array, seed?: number): Promise<void>;
  step(): Promise<void>;
  /** @returns N states */
  save(): Promise<Uint8Array[]>;
  /** @param states - N of them, checked; an empty one leaves its environment as it is */
  restore(states: readonly Uint8Array[]): Promise<void>;
  /** @param mask - [N]; all if left out */
  render(mask?: Uint8Array): Promise<Frame[]>;
  /** May be called again. */
  dispose(): Promise<void>;
}

/** @throws ContractError (ENVIRONMENT_FAILED), here and from every method, if an environment breaks */
export async function createShardedEnvironments(
  host: ShardHost,
  config: ShardedEnvironmentsConfig,
): Promise<ShardedEnvironments> {
  const { kind, numEnvs, parameters, autoreset } = config;
  const { spec } = kind;
  const numAgents = parameters.length / spec.agentParameters.length;
  // Shared even with threads that do not share: encoding a reply then copies, and kept replies stay as they are.
  const buffers = createVectorBuffers(spec, numEnvs, numAgents, SharedArrayBuffer);
  const ranges = splitRows(numEnvs, host.parallelism);
  const setups = ranges.map(([from, to]) => createSetup(config, buffers, from, to));
  const guard = <T>(work: Promise<T>) =>
    work.catch((error) => Promise.reject(environmentFailed(spec, error)));
  const shards = await guard(host.create(setups));
  let disposal: Promise<unknown> | undefined;
  const each = <T>(call: (shard: Shard, from: number, to: number) => Promise<T>): Promise<T[]> =>
    guard(settleAll(shards.map((shard, i) => call(shard, ...ranges[i]))));

  return {
    kind,
    spec,
    numEnvs,
    numAgents,
    parameters,
    autoreset,
    buffers,
    async reset(mask, seed) {
      const seedOf = (from: number) => (seed === undefined ? undefined : seed + from);
      await each((shard, from, to) => shard.reset(mask?.slice(from, to), seedOf(from)));
    },
    async step() {
      await each((shard) => shard.step());
    },
    async save() {
      return (await each((shard) => shard.save())).flat();
    },
    async restore(states) {
      await each((shard, from, to) => shard.restore(states.slice(from, to)));
    },
    async render(mask) {
      return (await each((shard, from, to) => shard.render(mask?.slice(from, to)))).flat();
    },
    async dispose() {
      disposal ??= Promise.allSettled(shards.map((shard) => shard.dispose()));
      await disposal;
    },
  };
}

/** Contiguous ranges of rows, as equal as can be, of at least one row each. */
export function splitRows(numRows: number, maxRanges: number): [from: number, to: number][] {
  const ranges = Math.min(numRows, maxRanges);
  const bound = (i: number) => Math.floor((i * numRows) / ranges);
  return Array.from({ length: ranges }, (_, i) => [bound(i), bound(i + 1)]);
}

function createSetup(
  { kind, numEnvs, parameters, seed, autoreset }: ShardedEnvironmentsConfig,
  buffers: VectorBuffers,
  from: number,
  to: number,
): ShardSetup {
  return {
    environmentId: kind.spec.id,
    options: kind.options,
    numEnvs: to - from,
    parameters,
    seed: seed + from,
    autoreset,
    buffers: sliceVectorBuffers(buffers, numEnvs, from, to),
  };
}

/** All results, once every promise has settled, so that no shard still writes when one has failed. */
async function settleAll<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

function environmentFailed(spec: EnvSpec, error: unknown): ContractError {
  const cause = error instanceof Error ? error.message : String(error);
  const failure = new ContractError(
    "ENVIRONMENT_FAILED",
    `env "${spec.id}" broke, its session is lost: ${cause}`,
  );
  failure.cause = error;
  return failure;
}
