import type { EnvKind, EnvSpec } from "./env.js";
import { spaceSize } from "./space.js";
import { infoSize } from "./vector-buffers.js";

/** The part of an environment's kind that determines its memory. */
type MeasuredKind = Pick<EnvKind, "spec" | "bytesPerEnvironment">;

/** Bytes of an environment whose EnvKind gives none. */
const ASSUMED_BYTES_PER_ENVIRONMENT = 64 * 1024;

/**
 * Bytes of memory of environments and their agents: VectorBuffers, returns of running episodes, agents'
 * parameters, and the environments themselves.
 * @param numEnvs - N
 * @param numAgents - n
 */
export function sessionBytes(kind: MeasuredKind, numEnvs: number, numAgents: number): number {
  const parameters = 8 * kind.spec.agentParameters.length * numAgents;
  return parameters + numEnvs * (rowBytes(kind.spec, numAgents) + 8 * numAgents + environmentBytes(kind));
}

/** Bytes of memory of one environment, without its rows. */
export function environmentBytes({ bytesPerEnvironment }: Pick<EnvKind, "bytesPerEnvironment">): number {
  return bytesPerEnvironment ?? ASSUMED_BYTES_PER_ENVIRONMENT;
}

/** Bytes of a row of all VectorBuffers. */
function rowBytes(spec: EnvSpec, numAgents: number): number {
  const action = 4 * spaceSize(spec.actionSpace);
  const observations = 2 * 4 * spaceSize(spec.observationSpace);
  const infos = 2 * 8 * infoSize(spec);
  const rewardsAndReturns = 2 * 4 * numAgents;
  const length = 4;
  const terminatedTruncatedAndPhase = 3;
  return action + observations + infos + rewardsAndReturns + length + terminatedTruncatedAndPhase;
}
