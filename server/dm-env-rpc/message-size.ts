import { dmEnvRpc } from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import type { Observation } from "./observations.js";

const { DataType } = dmEnvRpc;

/** Largest size of an element in bytes. Integers are varints, of which negative ones are longest. */
const ELEMENT_BYTES: Readonly<Partial<Record<dmEnvRpc.DataType, number>>> = {
  [DataType.FLOAT]: 4,
  [DataType.DOUBLE]: 8,
  [DataType.INT32]: 10,
  [DataType.UINT8]: 1,
  [DataType.BOOL]: 1,
};
/** Upper bound of the bytes of a tensor's or spec's tags, uid, shape and lengths. */
const OVERHEAD = 128;

/**
 * Refuses a world whose messages would be too large, before it is made.
 * @throws ContractError (LIMIT)
 */
export function checkMessageSize(observations: readonly Observation[], maxMessageBytes: number): void {
  const total = (bytes: (observation: Observation) => number) =>
    observations.reduce((sum, observation) => sum + OVERHEAD + bytes(observation), OVERHEAD);
  const step = total(({ dtype, shape }) => ELEMENT_BYTES[dtype]! * shape.reduce((a, b) => a * b, 1));
  const specs = total(({ name, bounds }) => {
    return 3 * name.length + 4 * ((bounds?.low.length ?? 0) + (bounds?.high.length ?? 0));
  });
  checkLimit("settings", Math.max(step, specs), maxMessageBytes, "bytes of observations");
}
