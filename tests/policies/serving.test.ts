// From an approved dossier to people who are served, over the wire.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AuditLine, verifyAuditLog } from "../../approval/index.js";
import { testRegistry } from "./support/registry.js";
import { serve, untilServed } from "./support/server.js";

const NEAR_1 = Float32Array.of(0.1, -0.2, 0.3);

it("an empty registry serves nothing, and says so", async () => {
  const { client } = await serve(await testRegistry());
  const status = await client.status();
  expect(status).toMatchObject({ contract: "policies.v1", contractRevision: 1, dossiers: [], refusal: "" });
  await expect(client.assign({ parameters: [0.2] })).rejects.toMatchObject({
    reason: "NO_POLICIES",
    message: "no policy is approved",
  });
});

describe("people", () => {
  it("get the policy that serves agents near them best, with what to expect and why", async () => {
    const registry = await testRegistry();
    await registry.publish("robots");
    await registry.decide("robots", "ada", { representatives: [1, 2, 3] });
    const { client } = await serve(registry);
    const near = await client.assign({ agentId: "ann", parameters: [0.15] });
    expect(near.assignment).toMatchObject({ policy: "robots/1", episodeDeviation: 2 });
    expect(near.choices.map(({ policy }) => policy)).toEqual(["robots/1", "robots/2", "robots/3"]);
    expect(near.assignment!.expectedReturn).toBeGreaterThan(70);
    expect(near.assignment!.lower).toBeLessThan(85);
    expect(near.assignment!.upper).toBeGreaterThan(85);
    expect(near.assignment!.reason).toMatch(
      /^Of the approved policies it is the best for this agent: by the agents nearest to it, [\d.]+ can be expected of it, and [\d.]+ of the next best, robots\/2\.$/,
    );
    expect(near.outside).toEqual([]);
    expect((await client.assign({ parameters: [0.8] })).assignment!.policy).toBe("robots/2");
    const known = await client.assign({ knownAgent: 3 });
    expect(known.assignment).toMatchObject({ policy: "robots/1", expectedReturn: 70 });
    const outside = await client.assign({ parameters: [5] });
    expect(outside).toMatchObject({ outside: ["speed"], assignment: { policy: "robots/2" } });
    const tried = await client.assign({ trials: { "robots/3": [90, 91, 92], "robots/1": [10, 11] } });
    expect(tried.assignment!.policy).toBe("robots/3");
    expect((await client.status()).agentsRemembered).toBe(1);
  });

  it("are served by streams and calls, alike, whatever the batch", async () => {
    const registry = await testRegistry();
    await registry.publish("robots");
    await registry.decide("robots", "ada");
    const { client } = await serve(registry);
    await client.assign({ agentId: "ann", parameters: [0.1] });
    await client.assign({ agentId: "bea", parameters: [0.9] });
    const one = await client.act({ agent: "ann" }, NEAR_1);
    const two = await client.act({ policy: "robots/2" }, NEAR_1);
    const both = Float32Array.of(...NEAR_1, ...NEAR_1);
    const mixed = await client.act({ agents: ["ann", "bea"] }, both, { rows: 2 });
    expect([...mixed.actions]).toEqual([...one.actions, ...two.actions]);
    expect(Math.abs(one.actions[1])).toBeLessThanOrEqual(0.25);
    const sample = { seed: 7, step: 3 };
    const drawn = await client.act({ agent: "ann" }, NEAR_1, { sample });
    expect(drawn.actions).not.toEqual(one.actions);
    expect(await client.act({ agent: "ann" }, NEAR_1, { sample })).toEqual(drawn);
    const many = await Promise.all(Array.from({ length: 50 }, () => client.act({ agent: "ann" }, NEAR_1)));
    for (const { actions } of many) expect(actions).toEqual(one.actions);
  });
});

it("a revoked policy's people are moved and told, and the log proves who was served by what", async () => {
  const registry = await testRegistry(2);
  const { policies } = await registry.publish("robots");
  await registry.decide("robots", "ada");
  const { client, server } = await serve(registry);
  expect(server.numServed).toBe(0);
  await registry.decide("robots", "bob");
  await untilServed(client, "robots/1");
  await untilServed(client, "robots/2");
  await client.assign({ agentId: "ann", parameters: [0.1] });
  expect((await client.act({ agent: "ann" }, NEAR_1)).moved).toEqual([]);
  await registry.decide("robots", "cy", { action: "revoke", representatives: [1], reason: "falls" });
  await untilServed(client, "robots/1", false);
  const { moved } = await client.act({ agent: "ann" }, NEAR_1);
  expect(moved).toEqual([
    {
      agentId: "ann",
      fromPolicy: "robots/1",
      toPolicy: "robots/2",
      reason: expect.stringMatching(
        /^Policy "robots\/1" serves nobody any more: 0 of 2 approvals; revoked by cy at /,
      ),
    },
  ]);
  expect((await client.act({ agent: "ann" }, NEAR_1)).moved).toEqual([]);
  await expect(client.act({ policy: "robots/1" }, NEAR_1)).rejects.toMatchObject({
    reason: "UNKNOWN_POLICY",
  });
  await server.close();
  const lines: AuditLine[] = [];
  await verifyAuditLog(join(registry.state, "audit.jsonl"), { onLine: (line) => lines.push(line) });
  const steps = lines.flatMap(({ event }) =>
    event.kind === "acted" && event.end === "closed" ? [[event.agent, event.policy, event.steps]] : [],
  );
  const sha256 = (i: number) => expect.objectContaining({ sha256: policies[i].sha256 });
  expect(steps).toEqual([
    ["ann", sha256(0), 1],
    ["ann", sha256(1), 2],
  ]);
});
