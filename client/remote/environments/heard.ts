import { ContractError } from "../../../proto/index.js";
import { BrokenContractError } from "../transport/transport.js";

/**
 * Decodes a server's message.
 * @param address - the server's address
 * @param context - what the message is about, for example `env "hopper", step 17`
 * @param decode - throws ContractError if the message violates the contract
 * @throws BrokenContractError that names the server, if `decode` throws ContractError
 */
export function heardFrom<R>(address: string, context: string, decode: () => R): R {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new BrokenContractError(address, `${error.message} (${context})`);
  }
}
