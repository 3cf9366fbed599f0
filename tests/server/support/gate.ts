import { builtinEnvironments } from "../../../server/index.js";
import { createLocalHost } from "../../../server/shards/local-host.js";
import type { ShardHost } from "../../../server/shards/shard.js";

/** A host whose steps wait until they are let through, to see what happens while one is carried out. */
export interface GatedHost extends ShardHost {
  /** Steps that have begun. */
  readonly begun: number;
  open(): void;
}

export function createGatedHost(): GatedHost {
  const local = createLocalHost({ registry: builtinEnvironments, maxSeconds: 60 });
  let begun = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    ...local,
    async create(setups) {
      const shards = await local.create(setups);
      return shards.map((shard) => ({
        ...shard,
        async step() {
          begun++;
          await opened;
          return shard.step();
        },
      }));
    },
    get begun() {
      return begun;
    },
    open,
  };
}
