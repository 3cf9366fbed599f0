import type { DescribeEnvironmentRequest, EnvironmentSpec } from "../../../proto/index.js";
import type { Transport } from "../transport/transport.js";
import { greet } from "./handshake.js";
import { heardFrom } from "./heard.js";
import { checkSpec } from "./spec-check.js";

/**
 * An environment as a server describes it. The client first asks for the server's information, which distinguishes an
 * address without a caucus-server from a server that is slow to describe an environment.
 * @throws ContractError, ConnectionError or BrokenContractError
 */
export async function describedBy(
  transport: Transport,
  request: DescribeEnvironmentRequest,
): Promise<EnvironmentSpec> {
  await greet(transport);
  const { spec } = await transport.describeEnvironment(request);
  return heardFrom(transport.address, `env "${request.environmentId}"`, () => checkSpec(spec));
}

/**
 * The environments of a server, each with its default options and agents.
 * @throws ContractError, ConnectionError or BrokenContractError
 */
export async function listedBy(transport: Transport): Promise<EnvironmentSpec[]> {
  await greet(transport);
  const { environments } = await transport.listEnvironments({});
  return heardFrom(transport.address, "environments", () => environments.map(checkSpec));
}
