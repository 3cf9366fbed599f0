import type { AutoresetMode } from "../../envs/index.js";
import type { KindData } from "../catalog/choose-environment.js";

export interface ShardedEnvironmentsConfig {
  readonly kind: KindData;
  /** N. */
  readonly numEnvs: number;
  /** θ, [n, p]. */
  readonly parameters: Float64Array;
  /** Environment j is seeded with seed + j, whichever shard it is in. */
  readonly seed: number;
  readonly autoreset: AutoresetMode;
  /** The client that they belong to. */
  readonly client: string;
  /** Whether their saved states are known to be whole, so that they may be moved from one thread to another. */
  readonly movable: boolean;
}
