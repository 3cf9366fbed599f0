import { isDeepStrictEqual } from "node:util";
import { BrokenContractError } from "../transport/transport.js";
import type { Environments } from "./environments.js";

/**
 * Checks that two sessions have the same environments.
 * @param address - address of the other session's server
 * @param whose - subject and verb for the message, for example "the other servers have"
 * @throws BrokenContractError that names the first difference
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
