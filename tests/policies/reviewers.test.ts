// Who decides may change while policies are served.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type AuditEvent, verifyAuditLog } from "../../approval/index.js";
import { publicPem } from "../approval/support/reviewers.js";
import { type TestRegistry, testRegistry } from "./support/registry.js";
import { serve, type TestServer, until, untilServed } from "./support/server.js";

const OBSERVATION = new Float32Array(3);

async function approvedBy(...people: ("ada" | "bob")[]): Promise<TestRegistry> {
  const registry = await testRegistry();
  await registry.publish("robots");
  for (const person of people) await registry.decide("robots", person);
  return registry;
}

/** @param retired - whose approvals count no more */
async function setReviewers({ reviewers }: TestRegistry, required: number, retired?: "ada"): Promise<void> {
  const keys = (["ada", "bob", "cy"] as const).map((name) => ({
    ...{ name, key: publicPem(name) },
    ...(name === retired ? { retired: true } : {}),
  }));
  await writeFile(reviewers, JSON.stringify({ required, reviewers: keys }));
}

async function reasonOf(client: TestServer["client"]): Promise<string> {
  return (await client.status()).dossiers[0].policies[0].reason;
}

it("more approvals that are needed hold at once, and so do fewer", async () => {
  const registry = await approvedBy("ada");
  const { client } = await serve(registry);
  await client.act({ policy: "robots/1" }, OBSERVATION);
  await setReviewers(registry, 2);
  await untilServed(client, "robots/1", false);
  expect(await reasonOf(client)).toContain("1 of 2 approvals");
  await registry.decide("robots", "bob");
  await untilServed(client, "robots/1");
  await setReviewers(registry, 3);
  await untilServed(client, "robots/1", false);
  await setReviewers(registry, 1);
  await untilServed(client, "robots/1");
  // What was counted is kept.
  expect((await client.status()).dossiers[0].policies[0].decisions).toBe(1);
});

it.each([false, true])(
  "agents who had no policy for a while have one again, restarted: %s",
  async (restarted) => {
    const registry = await approvedBy("ada");
    const first = await serve(registry);
    await first.client.assign({ agentId: "ann", parameters: [0.1] });
    await first.client.assign({ agentId: "bob", parameters: [0.1] });
    await setReviewers(registry, 2);
    await untilServed(first.client, "robots/1", false);
    const act = (client: TestServer["client"], agent: string) => client.act({ agent }, OBSERVATION);
    for (const agent of ["ann", "bob"])
      await expect(act(first.client, agent)).rejects.toThrow("1 of 2 approvals");
    if (restarted) await first.server.close();
    const { client } = restarted ? await serve(registry) : first;
    await setReviewers(registry, 1);
    await untilServed(client, "robots/1");
    expect((await act(client, "ann")).moved).toEqual([]);
    await registry.decide("robots", "ada", { action: "revoke", representatives: [1], reason: "falls" });
    await untilServed(client, "robots/1", false);
    expect((await act(client, "bob")).moved).toMatchObject([
      {
        agentId: "bob",
        fromPolicy: "robots/1",
        toPolicy: "robots/2",
        reason: 'Policy "robots/2" is approved.',
      },
    ]);
  },
);

it("a reviewer who retires approves nothing any more", async () => {
  const registry = await approvedBy("ada");
  const { client } = await serve(registry);
  await untilServed(client, "robots/1");
  await setReviewers(registry, 1, "ada");
  await untilServed(client, "robots/1", false);
  await registry.decide("robots", "bob");
  await untilServed(client, "robots/1");
});

it("a dossier with decisions of somebody who was taken out is refused", async () => {
  const registry = await approvedBy("ada");
  const { client } = await serve(registry);
  await untilServed(client, "robots/1");
  const bob = { name: "bob", key: publicPem("bob") };
  await writeFile(registry.reviewers, JSON.stringify({ required: 1, reviewers: [bob] }));
  await until(async () => (await client.status()).dossiers[0].refusal !== "");
  expect((await client.status()).dossiers[0].refusal).toMatch(/reviewer/);
});

it("while the file cannot be read, nothing is served, and what was counted is kept", async () => {
  const registry = await approvedBy("ada");
  const { client } = await serve(registry);
  await client.act({ policy: "robots/1" }, OBSERVATION);
  const before = await readFile(registry.reviewers, "utf8");
  await writeFile(registry.reviewers, "required: [");
  await untilServed(client, "robots/1", false);
  expect((await client.status()).refusal).toMatch(/reviewers\.yaml: expected YAML, got /);
  await expect(client.assign({ parameters: [0.1] })).rejects.toMatchObject({ reason: "NO_POLICIES" });
  await writeFile(registry.reviewers, before);
  await untilServed(client, "robots/1");
  const { refusal, dossiers } = await client.status();
  expect([refusal, dossiers[0].policies[0].decisions]).toEqual(["", 1]);
});

it("the audit log says whose decisions counted when", async () => {
  const registry = await approvedBy("ada");
  const { client, server } = await serve(registry);
  await setReviewers(registry, 2);
  await untilServed(client, "robots/1", false);
  await server.close();
  const events: AuditEvent[] = [];
  await verifyAuditLog(join(registry.state, "audit.jsonl"), { onLine: ({ event }) => events.push(event) });
  const lines = events.filter(({ kind }) => kind === "reviewers");
  expect(lines.map(({ required }) => required)).toEqual([1, 2]);
  expect(lines[0].reviewers).toEqual(
    ["ada", "bob", "cy"].map((name) => ({ name, keyid: expect.any(String), retired: false })),
  );
});
