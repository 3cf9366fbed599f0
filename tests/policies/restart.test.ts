// What a server of policies knows after it was started again with the same state.
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifyAuditLog } from "../../approval/index.js";
import { type TestRegistry, testRegistry } from "./support/registry.js";
import { serve, type TestServer, untilServed } from "./support/server.js";

const OBSERVATION = new Float32Array(3);
const REVOCATION = { action: "revoke", representatives: [1], reason: "falls" } as const;

async function approved(): Promise<TestRegistry> {
  const registry = await testRegistry();
  await registry.publish("robots");
  await registry.decide("robots", "ada");
  return registry;
}

/** Closes a server, and serves the same registry with the same state. */
async function restart(registry: TestRegistry, { server }: TestServer, more = {}): Promise<TestServer> {
  await server.close();
  return serve(registry, more);
}

describe("after a restart", () => {
  it("agents are served as before, though nothing is known of them but their ids", async () => {
    const registry = await approved();
    const before = await serve(registry);
    const assigned = await before.client.assign({ agentId: "ann", parameters: [0.1] });
    await before.client.assign({ agentId: "bob", parameters: [0.8] });
    const acted = await before.client.act({ agent: "ann" }, OBSERVATION);
    const { client } = await restart(registry, before);
    expect((await client.status()).agentsRemembered).toBe(2);
    expect(await client.act({ agent: "ann" }, OBSERVATION)).toEqual(acted);
    expect(await client.report({ agentId: "bob", episodeReturn: 80 })).toMatchObject({ policy: "robots/2" });
    const again = await client.assign({ agentId: "ann" });
    const numbers = ({ policy, expectedReturn, lower, upper }: (typeof again.choices)[number]) =>
      [policy, expectedReturn, lower, upper] as const;
    expect(again.choices.map(numbers)).toEqual(assigned.choices.map(numbers));
    await expect(client.act({ agent: "cy" }, OBSERVATION)).rejects.toMatchObject({ reason: "UNKNOWN_AGENT" });
  });

  it("an agent whose policy was revoked meanwhile is moved and told", async () => {
    const registry = await approved();
    const before = await serve(registry);
    await before.client.assign({ agentId: "ann", parameters: [0.1] });
    await before.server.close();
    await registry.decide("robots", "ada", REVOCATION);
    const { client } = await serve(registry);
    const { moved } = await client.act({ agent: "ann" }, OBSERVATION);
    expect(moved).toMatchObject([{ agentId: "ann", fromPolicy: "robots/1", toPolicy: "robots/2" }]);
  });

  it("an agent that was moved has its new policy, and is told once", async () => {
    const registry = await approved();
    const before = await serve(registry);
    await before.client.assign({ agentId: "ann", parameters: [0.1] });
    await registry.decide("robots", "ada", REVOCATION);
    await untilServed(before.client, "robots/1", false);
    const { policy } = await before.client.report({ agentId: "ann", episodeReturn: 90 });
    expect(policy).toBe("robots/1");
    const { moved } = await before.client.act({ agent: "ann" }, OBSERVATION);
    expect(moved).toHaveLength(1);
    const { client } = await restart(registry, before);
    expect(await client.act({ agent: "ann" }, OBSERVATION)).toMatchObject({ moved: [] });
    expect(await client.report({ agentId: "ann", episodeReturn: 90 })).toMatchObject({ policy: "robots/2" });
  });

  it("an agent that is served by none stays so, and hears why", async () => {
    const registry = await approved();
    const before = await serve(registry, { whenRevoked: "none" });
    await before.client.assign({ agentId: "ann", parameters: [0.1] });
    await registry.decide("robots", "ada", REVOCATION);
    await untilServed(before.client, "robots/1", false);
    const refusal = (client: TestServer["client"]) =>
      client.act({ agent: "ann" }, OBSERVATION).then(
        () => "",
        ({ message }) => message,
      );
    const text = await refusal(before.client);
    expect(text).toContain("revoked by ada");
    const { client } = await restart(registry, before, { whenRevoked: "none" });
    expect(await refusal(client)).toBe(text);
  });

  it("as many agents are known as may be remembered, those who were assigned last", async () => {
    const registry = await approved();
    const before = await serve(registry);
    for (const agentId of ["ann", "bob", "cy"]) await before.client.assign({ agentId, parameters: [0.1] });
    const { client } = await restart(registry, before, { maxAgents: 2 });
    expect((await client.status()).agentsRemembered).toBe(2);
    await client.act({ agent: "cy" }, OBSERVATION);
    await expect(client.act({ agent: "ann" }, OBSERVATION)).rejects.toMatchObject({
      reason: "UNKNOWN_AGENT",
    });
  });

  it("what a server did not finish to write was not answered, and is forgotten", async () => {
    const registry = await approved();
    const before = await serve(registry);
    await before.client.assign({ agentId: "ann", parameters: [0.1] });
    await before.server.close();
    const log = join(registry.state, "audit.jsonl");
    const { head } = await verifyAuditLog(log);
    const begun = `{"sequence":${head.sequence + 1},"time":"2026-01-01T00:00:00.000Z","previous":"${head.hash}"`;
    await appendFile(log, `${begun},"event":{"kind":"assigned","agent":"bob"`);
    const { client } = await serve(registry);
    expect((await client.status()).agentsRemembered).toBe(1);
  });
});
