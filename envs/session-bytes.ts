import type { EnvKind } from "./env.js";
import { spaceSize } from "./space.js";
import { infoSize } from "./vector-buffers.js";

/** Where an EnvKind does not say. */
const ASSUMED_BYTES_PER_ENVIRONMENT = 64 * 1024;

/**
 * Bytes of memory that environments and their agents take: VectorBuffers, returns of running episodes, agents'
 * parameters, and the environments themselves.
 * @param numEnvs - N
 * @param numAgents - n
 */
export function sessionBytes(kind: EnvKind, numEnvs: number, numAgents: number): number {
  const { spec, bytesPerEnvironment = ASSUMED_BYTES_PER_ENVIRONMENT } = kind;
  const parameters = 8 * spec.agentParameters.length * numAgents;
  return parameters + numEnvs * (rowBytes(kind, numAgents) + 8 * numAgents + bytesPerEnvironment);
}

/** Bytes of a row of all VectorBuffers. */
function rowBytes({ spec }: EnvKind, numAgents: number): number {
  const action = 4 * spaceSize(spec.actionSpace);
  const observations = 2 * 4 * spaceSize(spec.observationSpace);
  const infos = 2 * 8 * infoSize(spec);
  const rewardsAndReturns = 2 * 4 * numAgents;
  const length = 4;
  const terminatedTruncatedAndPhase = 3;
  return action + observations + infos + rewardsAndReturns + length + terminatedTruncatedAndPhase;
}
