// Approvals and revocations while policies are asked all the time.
import { join } from "node:path";
import { expect, it } from "vitest";
import { type AuditLine, verifyAuditLog } from "../../approval/index.js";
import { testRegistry } from "./support/registry.js";
import { serve, untilServed } from "./support/server.js";

const OBSERVATION = Float32Array.of(0.1, -0.2, 0.3);

it("no request is dropped, and the log has every step, under the policy that made it", async () => {
  const registry = await testRegistry();
  const { policies } = await registry.publish("robots");
  await registry.decide("robots", "ada");
  const { client, server } = await serve(registry);
  const people = ["ann", "bea", "cat", "dan"];
  for (const agentId of people) await client.assign({ agentId, parameters: [0.1] });
  let over = false;
  const served = new Map<string, string[]>();

  /** Acts as long as the test goes on. @returns the policies that the agent had, in order */
  async function act(agent: string): Promise<void> {
    const had = ["robots/1"];
    served.set(agent, had);
    while (!over) {
      const { actions, moved } = await client.act({ agent }, OBSERVATION);
      expect(actions).toHaveLength(2);
      for (const { fromPolicy, toPolicy } of moved) {
        expect(fromPolicy).toBe(had.at(-1));
        had.push(toPolicy);
      }
    }
  }

  const acting = people.map(act);
  for (const [action, representative] of [
    ["revoke", 1],
    ["approve", 1],
    ["revoke", 2],
    ["approve", 2],
  ] as const) {
    await registry.decide("robots", "ada", { action, representatives: [representative] });
    await untilServed(client, `robots/${representative}`, action === "approve");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  over = true;
  await Promise.all(acting);
  for (const had of served.values()) expect(had).toEqual(["robots/1", "robots/2", "robots/1"]);
  const { dossiers } = await client.status();
  const decisions = dossiers[0].policies.map((policy) => policy.decisions);
  await server.close();
  const lines: AuditLine[] = [];
  await verifyAuditLog(join(registry.state, "audit.jsonl"), { onLine: (line) => lines.push(line) });
  const steps = policies.map(({ sha256 }) =>
    lines
      .map(({ event }) => event)
      .flatMap((event) => (event.kind === "acted" && event.end === "closed" ? [event] : []))
      .filter((event) => (event.policy as { sha256: string }).sha256 === sha256)
      .reduce((sum, event) => sum + (event.steps as number), 0),
  );
  expect(steps).toEqual(decisions);
});
