import { isDeepStrictEqual } from "node:util";
import { BrokenContractError } from "../transport/transport.js";
import type { Environments } from "./environments.js";

/**
 * Environments of two sessions that are to be the same.
 * @param address - of the other's server
 * @param whose - what there is already, for example "the other servers have"
 * @throws BrokenContractError that names the first thing in which they differ
 */
export function checkSame(one: Environments, other: Environments, address: string, whose: string): void {
  const different = differenceBetween(one, other);
  if (different === undefined) return;
  throw new BrokenContractError(address, `${different}: expected what ${whose}, got another`);
}

function differenceBetween(one: Environments, other: Environments): string | undefined {
  if (one.observationSize !== other.observationSize) return "spec.observation_space";
  if (!isDeepStrictEqual(one.actionSpace, other.actionSpace)) return "spec.action_space";
  if (!isDeepStrictEqual(one.agentParameters, other.agentParameters)) return "agent_parameters";
  return undefined;
}
