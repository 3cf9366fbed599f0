import {
  CONTRACT,
  ContractError,
  type GetServerInfoResponse,
  NEEDED_REVISION,
} from "../../../proto/index.js";
import { readable } from "../../base/readable-text.js";
import type { Transport } from "../transport/transport.js";

/**
 * Asks a server for its information and checks the contract's revision.
 * @throws ContractError (CONTRACT_REVISION) if the server's contract lacks something that this client uses
 */
export async function greet(transport: Transport): Promise<GetServerInfoResponse> {
  const info = await transport.getServerInfo({});
  const { contract, contractRevision, serverVersion } = info;
  if (contract === CONTRACT && contractRevision >= NEEDED_REVISION) return info;
  const where = `server ${transport.address}`;
  const expected = `contract ${CONTRACT}, revision ${NEEDED_REVISION} or later`;
  const got = `${shortened(contract)}, revision ${contractRevision}`;
  const advice = `upgrade it (it is caucus ${shortened(serverVersion)}) or use an older client`;
  const text = `${where}: expected ${expected}, got ${got}: ${advice}`;
  throw new ContractError("CONTRACT_REVISION", text, { where, expected, got });
}

function shortened(name: string): string {
  return readable(name, 100);
}
