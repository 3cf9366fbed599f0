// What is noticed while policies serve people.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { connect } from "../../client/remote/policies/index.js";
import { policies } from "../../proto/index.js";
import { scratch } from "../client/runs/support/scratch.js";
import { type TestRegistry, testRegistry } from "./support/registry.js";
import { serve, until } from "./support/server.js";

const { ALARM_KIND_OBSERVATIONS, ALARM_KIND_RETURNS } = policies.AlarmKind;

async function approved(): Promise<TestRegistry> {
  const registry = await testRegistry();
  await registry.publish("robots");
  await registry.decide("robots", "ada");
  return registry;
}

it("returns below what the dossier promised raise an alarm, by the stated rate", async () => {
  const { client } = await serve(await approved());
  await client.assign({ agentId: "ann", knownAgent: 0 });
  const first = await client.report({ agentId: "ann", episodeReturn: 99, length: 10 });
  expect(first).toEqual({ policy: "robots/1", expectedReturn: 100 });
  for (let i = 0; i < 20; i++) await client.report({ policy: "robots/2", episodeReturn: 70 });
  expect((await client.status()).alarms).toEqual([]);
  for (let i = 0; i < 5; i++) await client.report({ agentId: "ann", episodeReturn: 85 });
  const { alarms, dossiers } = await client.status();
  expect(alarms).toMatchObject([
    {
      kind: ALARM_KIND_RETURNS,
      policy: "robots/1",
      message: expect.stringMatching(
        /^The returns of "robots\/1" are lower than its dossier promised \(\d episodes; a false alarm has a probability of at most 0\.01\)\.$/,
      ),
    },
  ]);
  const [one, two] = dossiers[0].policies;
  expect(one.reports).toBe(6);
  expect(one.evidence).toBeGreaterThan(100);
  expect(two).toMatchObject({ reports: 20, evidence: 1 });
});

it("observations outside what the assessment saw raise an alarm, and are counted", async () => {
  const { client } = await serve(await approved());
  const rows = 1000;
  const observations = new Float32Array(3 * rows).map((_, i) => (i % 3 === 1 && i < 300 ? 2 : 0));
  await client.act({ policy: "robots/1" }, observations, { rows });
  await until(async () => (await client.status()).alarms.length > 0);
  const { alarms, dossiers } = await client.status();
  expect(alarms).toMatchObject([
    {
      kind: ALARM_KIND_OBSERVATIONS,
      policy: "robots/1",
      message:
        'Component 1 of the observations of "robots/1" lay outside what the assessment saw in 10 % of recent ones, more than 5 %.',
    },
  ]);
  expect(dossiers[0].policies[0]).toMatchObject({ decisions: 1000, outside: [0, 0.1, 0] });
});

it("where agents are not to be moved, they are served by none until they are assigned anew", async () => {
  const registry = await approved();
  const { client } = await serve(registry, { whenRevoked: "none" });
  const observation = new Float32Array(3);
  await client.assign({ agentId: "ann", parameters: [0.1] });
  await client.act({ agent: "ann" }, observation);
  await registry.decide("robots", "ada", { action: "revoke", representatives: [1], reason: "falls" });
  const act = () =>
    client.act({ agent: "ann" }, observation).then(
      () => "",
      ({ message }) => message,
    );
  await until(async () => (await act()) !== "");
  expect(await act()).toMatch(
    /^agent_id: no policy serves "ann": Policy "robots\/1" serves nobody any more: .*revoked by ada at /,
  );
  const { assignment, moved } = await client.assign({ agentId: "ann" });
  expect(assignment!.policy).toBe("robots/2");
  expect(moved).toMatchObject({ fromPolicy: "robots/1", toPolicy: "" });
  expect((await client.act({ agent: "ann" }, observation)).moved).toEqual([]);
});

it("a client whose request fails is told of a move by the next response", async () => {
  const registry = await approved();
  const { client } = await serve(registry);
  await client.assign({ agentId: "ann", parameters: [0.1] });
  await registry.decide("robots", "ada", { action: "revoke", representatives: [1] });
  await until(async () => !(await client.status()).dossiers[0].policies[0].approved);
  await expect(client.act({ agent: "ann" }, new Float32Array(2))).rejects.toMatchObject({
    reason: "INVALID_VALUE",
  });
  const { moved } = await client.act({ agent: "ann" }, new Float32Array(3));
  expect(moved).toMatchObject([{ fromPolicy: "robots/1", toPolicy: "robots/2" }]);
});

it("with tokens, each caller has agents of its own", async () => {
  const tokenFile = join(await scratch(), "tokens");
  await writeFile(tokenFile, "alices-token-0001\nbobs-token-00000001\n", { mode: 0o600 });
  const { server, client } = await serve(await approved(), { tokenFile });
  await expect(client.status()).rejects.toMatchObject({ reason: "UNAUTHENTICATED" });
  const alice = connect(server.address, { token: "alices-token-0001" });
  const bob = connect(server.address, { token: "bobs-token-00000001" });
  await alice.assign({ agentId: "ann", parameters: [0.1] });
  await expect(bob.act({ agent: "ann" }, new Float32Array(3))).rejects.toMatchObject({
    reason: "UNKNOWN_AGENT",
  });
  expect((await alice.act({ agent: "ann" }, new Float32Array(3))).actions).toHaveLength(2);
  alice.close();
  bob.close();
});
