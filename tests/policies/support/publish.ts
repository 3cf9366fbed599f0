/** Puts the tests' dossier into a registry at a path, approved by Ada but for policy 3, for tests in other languages. */
import { publishRegistry } from "./registry.js";

/** @param root - an existing directory, which gets registry, reviewers.yaml and, from the server, state */
export async function publishApproved(root: string): Promise<void> {
  const registry = await publishRegistry(root);
  await registry.publish("robots");
  await registry.decide("robots", "ada");
}
