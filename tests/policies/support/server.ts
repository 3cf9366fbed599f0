import { onTestFinished } from "vitest";
import { type ConnectedPolicies, connect } from "../../../client/remote/policies/index.js";
import type { PoliciesConfig } from "../../../policies/base/config.js";
import { type RunningPolicies, startPolicies } from "../../../policies/grpc/server.js";
import type { Logger } from "../../../serving/base/log.js";
import type { TestRegistry } from "./registry.js";

/** A server of a registry, with a client. */
export interface TestServer {
  readonly server: RunningPolicies;
  readonly client: ConnectedPolicies;
}

/** Serves a registry for one test. */
export async function serve(
  { registry, reviewers, state }: TestRegistry,
  more: Partial<PoliciesConfig> & { readonly log?: Logger } = {},
): Promise<TestServer> {
  const server = await startPolicies({ registry, reviewers, state, port: 0, drainSeconds: 0, ...more });
  const client = connect(server.address);
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  return { server, client };
}

/** Waits until something holds, as the server looks at the registry now and then. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (;;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until a policy is served, or not. */
export async function untilServed(client: ConnectedPolicies, name: string, approved = true): Promise<void> {
  await until(async () => {
    const { dossiers } = await client.status();
    const policy = dossiers.flatMap((dossier) => dossier.policies).find((one) => one.name === name);
    return (policy?.approved ?? false) === approved;
  });
}
