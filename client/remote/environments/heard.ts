import { ContractError } from "../../../proto/index.js";
import { BrokenContractError } from "../transport/transport.js";

/**
 * Takes in what a server said.
 * @param address - the server's
 * @param context - of what it said it, for example `env "hopper", step 17`
 * @param decode - throws ContractError where it is not as the contract has it
 * @throws BrokenContractError then, which names the server
 */
export function heardFrom<R>(address: string, context: string, decode: () => R): R {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new BrokenContractError(address, `${error.message} (${context})`);
  }
}
