import { FORMS, publishRegistry, testDossier } from "./registry.js";

/**
 * Puts a dossier into a registry, approved by Ada but for policy 3, for tests that are not run by Vitest.
 * @param root - an existing directory, which gets registry, reviewers.yaml and, from the server, state
 */
export async function publishApproved(root: string, form: keyof typeof FORMS = "robot"): Promise<void> {
  const registry = await publishRegistry(root);
  await registry.publish("robots", testDossier(FORMS[form]));
  await registry.decide("robots", "ada");
}
