import { createTurns } from "../threads/turns.js";
import { createShard, type ShardPlace } from "./create-shard.js";
import type { ShardHost } from "./shard.js";

/** A host that steps environments in the service's own thread. */
export function createLocalHost(place: ShardPlace): ShardHost {
  const turns = createTurns();
  return {
    parallelism: 1,
    create: (setups) =>
      Promise.all(setups.map((setup) => createShard(place, setup, () => turns.next(setup.client)))),
    close: async () => {},
  };
}
