import type { StepMeter } from "../metrics/meter.js";
import type { ShardedEnvironments } from "../shards/sharded-environments.js";
import type { ReplyFormat } from "./reply-format.js";

/** The environments on which requests are carried out, and the form of the answers. */
export interface Workplace {
  readonly environments: ShardedEnvironments;
  readonly format: ReplyFormat;
  readonly maxMessageBytes: number;
  readonly maxPolicies: number;
  /** Of all policies together; 0 if none are taken. */
  readonly maxPolicyBytes: number;
  readonly meter: StepMeter;
}
