import { environmentBytes, sliceVectorBuffers, type VectorBuffers } from "../../envs/index.js";
import type { Shard, ShardHost, ShardSetup } from "./shard.js";
import type { ShardedEnvironmentsConfig } from "./sharded-environments-config.js";

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
  const shards = await host.create(ranges.map(([from, to]) => createSetup(config, buffers, from, to)));
  return {
    numShards: shards.length,
    async each(call) {
      const calls = shards.map((shard, i) => call(shard, ...ranges[i]));
      await Promise.allSettled(calls);
      return Promise.all(calls);
    },
    async dispose() {
      await Promise.allSettled(shards.map((shard) => shard.dispose()));
    },
  };
}

/** Splits rows into contiguous ranges of nearly equal size, with at least one row each. */
export function splitRows(numRows: number, maxRanges: number): [from: number, to: number][] {
  const ranges = Math.min(numRows, maxRanges);
  const bound = (i: number) => Math.floor((i * numRows) / ranges);
  return Array.from({ length: ranges }, (_, i) => [bound(i), bound(i + 1)]);
}

function createSetup(
  { kind, numEnvs, parameters, seed, autoreset, client }: ShardedEnvironmentsConfig,
  buffers: VectorBuffers,
  from: number,
  to: number,
): ShardSetup {
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
