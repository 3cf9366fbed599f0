import { unexpected } from "../../proto/index.js";
import type { Catalog } from "./catalog.js";
import type { ServedPolicy } from "./policy.js";

/**
 * The policy of a name, which must be served.
 * @param where - the field of the request that names it
 * @throws ContractError (UNKNOWN_POLICY)
 */
export function servedPolicy(catalog: Catalog, name: string, where: string): ServedPolicy {
  const policy = catalog.served.get(name);
  if (policy !== undefined) return policy;
  const got = `"${name}", which is not: ${catalog.whyNot(name)}`;
  throw unexpected(where, "a policy that is served", got, "UNKNOWN_POLICY");
}
