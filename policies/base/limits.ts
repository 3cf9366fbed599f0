import type { policies } from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import type { PoliciesServiceConfig } from "./config.js";

export type Limits = policies.Limits;

/** Bytes of an agent's id. */
const MAX_ID_BYTES = 256;

/** The limits as advertised to clients. */
export function createLimits(config: PoliciesServiceConfig): Limits {
  const { maxBatch, maxStreamsPerClient, maxMessageBytes, maxAgents, maxTrials } = config;
  return { maxBatch, maxStreamsPerClient, maxMessageBytes, maxAgents, maxTrials, maxIdBytes: MAX_ID_BYTES };
}

/** @throws ContractError (LIMIT) if an agent's id is too long */
export function checkAgentId(where: string, agentId: string): void {
  // A text has at most three bytes for each of its units.
  if (agentId.length * 3 <= MAX_ID_BYTES) return;
  checkLimit(where, Buffer.byteLength(agentId), MAX_ID_BYTES, "bytes");
}
