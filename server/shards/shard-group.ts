import { environmentBytes, sliceVectorBuffers, type VectorBuffers } from "../../envs/index.js";
import { eachRange } from "./each-range.js";
import type { Shard, ShardHost, ShardSetup } from "./shard.js";
import type { ShardedEnvironmentsConfig } from "./sharded-environments-config.js";
import { type RowRange, splitRows } from "./split-rows.js";

/** Processes for the environments of a session that wait for something else than the processor, at most. */
const MOST_WAITING = 32;

/** All shards of a session, each with a range of its environments. */
export interface ShardGroup {
  readonly numShards: number;
  /**
   * Calls every shard, and waits until all have answered, so that none is still writing when one has failed.
   * @param call - from … to − 1 are the shard's environments
   */
  each<T>(call: (shard: Shard, from: number, to: number) => Promise<T>): Promise<T[]>;
  dispose(): Promise<void>;
}

/**
 * Makes environments in as many shards as wanted and possible.
 * @throws ContractError (LIMIT), or what an environment throws
 */
export async function createShardGroup(
  host: ShardHost,
  config: ShardedEnvironmentsConfig,
  buffers: VectorBuffers,
  wanted: number,
): Promise<ShardGroup> {
  const ranges = splitRows(config.numEnvs, wanted);
  const processes = splitRows(config.kind.python?.waits ? MOST_WAITING : ranges.length, ranges.length);
  const setups = ranges.map((range, i) => {
    const [first, last] = processes[i] ?? [0, 1];
    return { ...createSetup(config, buffers, range), numProcesses: last - first };
  });
  const shards = await host.create(setups);
  return {
    numShards: shards.length,
    each: (call) => eachRange(shards, ranges, call),
    async dispose() {
      await Promise.allSettled(shards.map((shard) => shard.dispose()));
    },
  };
}

function createSetup(
  { kind, numEnvs, parameters, seed, autoreset, client }: ShardedEnvironmentsConfig,
  buffers: VectorBuffers,
  [from, to]: RowRange,
): Omit<ShardSetup, "numProcesses"> {
  return {
    kind,
    numEnvs: to - from,
    parameters,
    seed: seed + from,
    firstRow: from,
    autoreset,
    buffers: sliceVectorBuffers(buffers, numEnvs, from, to),
    bytesPerEnvironment: environmentBytes(kind),
    client,
  };
}
