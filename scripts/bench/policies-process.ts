import { fileURLToPath } from "node:url";
import {
  FORMS,
  publishRegistry,
  type TestRegistry,
  testDossier,
} from "../../tests/policies/support/registry.js";
import { type AnnouncedProcess, startAnnounced } from "./announced-process.js";

const PROGRAM = fileURLToPath(new URL("../../policies/cli/main.js", import.meta.url));

/** A caucus-policies in a process of its own, with its registry. */
export interface PoliciesProcess {
  readonly server: AnnouncedProcess;
  readonly registry: TestRegistry;
}

/**
 * Serves a dossier "cheetah" of three policies for half-cheetah, all approved but the third.
 * @param root - a directory for the registry and the state
 */
export async function startPoliciesProcess(root: string): Promise<PoliciesProcess> {
  const registry = await publishRegistry(root);
  await registry.publish("cheetah", testDossier(FORMS.halfCheetah));
  await registry.decide("cheetah", "ada");
  const { registry: directory, reviewers, state } = registry;
  const paths = ["--registry", directory, "--reviewers", reviewers, "--state", state];
  const flags = ["--port", "0", "--json", "--exit-with-parent", "--log-level", "warn"];
  return { server: await startAnnounced([process.execPath, PROGRAM, ...paths, ...flags]), registry };
}
