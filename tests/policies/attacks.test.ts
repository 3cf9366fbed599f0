// Whatever is done to a registry, to the state or to the clock: nothing is served that is not approved.
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { readDossier } from "../../approval/index.js";
import type { ConnectedPolicies } from "../../client/remote/policies/index.js";
import { startPolicies } from "../../policies/grpc/server.js";
import { gaussianParts, modelOf } from "../server/support/policies.js";
import { type TestRegistry, testRegistry } from "./support/registry.js";
import { serve, until, untilServed } from "./support/server.js";

const OBSERVATION = Float32Array.of(0.1, -0.2, 0.3);

/** A registry whose policies 1 and 2 Ada approved. */
async function approved(): Promise<TestRegistry> {
  const registry = await testRegistry();
  await registry.publish("robots");
  await registry.decide("robots", "ada");
  return registry;
}

const policyFile = ({ registry }: TestRegistry) => join(registry, "robots/policies/representative-1.onnx");

async function refusalOf(client: ConnectedPolicies, name = "robots"): Promise<string> {
  const { dossiers } = await client.status();
  return dossiers.find((dossier) => dossier.name === name)?.refusal ?? "not there";
}

/** Waits until the server refuses a dossier, and looks that it serves nothing of it. */
async function refused(client: ConnectedPolicies, name = "robots"): Promise<string> {
  await until(async () => !["", "not there"].includes(await refusalOf(client, name)));
  await expect(client.act({ policy: `${name}/1` }, OBSERVATION)).rejects.toMatchObject({
    reason: "UNKNOWN_POLICY",
  });
  return refusalOf(client, name);
}

it("an ONNX file that is swapped, while it is served", async () => {
  const registry = await approved();
  const { client } = await serve(registry);
  await untilServed(client, "robots/1");
  const original = await readFile(policyFile(registry));
  await writeFile(policyFile(registry), modelOf(gaussianParts(3, 2, 99)));
  expect(await refused(client)).toMatch(/^policies\/representative-1\.onnx: expected SHA-256 /);
  await writeFile(policyFile(registry), original);
  await untilServed(client, "robots/1");
});

it("a file beside the dossiers, a hidden directory and a link out of the registry are not looked at", async () => {
  const registry = await approved();
  const elsewhere = await approved();
  await writeFile(join(registry.registry, "policy.onnx"), modelOf(gaussianParts(3, 2)));
  await cp(join(registry.registry, "robots"), join(registry.registry, ".robots"), { recursive: true });
  await symlink(join(elsewhere.registry, "robots"), join(registry.registry, "linked"));
  const { client } = await serve(registry);
  expect((await client.status()).dossiers.map(({ name }) => name)).toEqual(["robots"]);
});

it("a policy that nobody approved", async () => {
  const { client } = await serve(await approved());
  await expect(client.act({ policy: "robots/3" }, OBSERVATION)).rejects.toThrow(
    'actors.policy: expected a policy that is served, got "robots/3", which is not: nobody has decided about it',
  );
});

it("a decision by a key that no reviewer has", async () => {
  const registry = await approved();
  const { client } = await serve(registry);
  await registry.decide("robots", "mallory", { representatives: [3] });
  expect(await refused(client)).toMatch(
    /^decisions\/0002\.dsse\.json: expected a reviewer's key, got the unknown key /,
  );
});

it("an old copy of decisions, put back after a revocation, also before a new start and under another name", async () => {
  const registry = await approved();
  const robots = join(registry.registry, "robots");
  const { client, server } = await serve(registry);
  await registry.decide("robots", "ada", { action: "revoke", representatives: [1] });
  await untilServed(client, "robots/1", false);
  await rm(join(robots, "decisions/0002.dsse.json"));
  const expected = "expected at least the 2 decisions that were there before, got 1";
  expect(await refused(client)).toBe(`decisions: ${expected}`);
  await server.close();
  await cp(robots, join(registry.registry, "copies"), { recursive: true });
  const { client: again } = await serve(registry);
  expect(await refused(again)).toContain(expected);
  expect(await refused(again, "copies")).toContain(expected);
});

it("an old copy beside the newer one, under a name that comes first, seen for the first time", async () => {
  const registry = await approved();
  await cp(join(registry.registry, "robots"), join(registry.registry, "a-copy"), { recursive: true });
  await registry.decide("robots", "ada", { action: "revoke", representatives: [1] });
  const { client } = await serve(registry);
  const expected = "expected at least the 2 decisions that were there before, got 1";
  expect(await refused(client, "a-copy")).toContain(expected);
  const { dossiers } = await client.status();
  expect(dossiers.find(({ name }) => name === "robots")).toMatchObject({ refusal: "" });
});

it("an approval that has expired", async () => {
  const registry = await testRegistry();
  await registry.publish("robots");
  await registry.decide("robots", "ada", { expires: new Date(Date.now() + 1500) });
  const { client } = await serve(registry);
  await untilServed(client, "robots/1");
  await untilServed(client, "robots/1", false);
  const [{ policies }] = (await client.status()).dossiers;
  expect(policies[0].reason).toMatch(/^0 of 1 approvals; the approval by ada expired at /);
});

it("a clock that is set back", async () => {
  const registry = await approved();
  const { client } = await serve(registry);
  await untilServed(client, "robots/1");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_600_000 });
  try {
    await untilServed(client, "robots/1", false);
    expect((await client.status()).refusal).toMatch(/^clock: expected a time from /);
    await expect(client.assign({ parameters: [0.1] })).rejects.toMatchObject({ reason: "NO_POLICIES" });
  } finally {
    vi.useRealTimers();
  }
  await untilServed(client, "robots/1");
});

const start = ({ registry, reviewers, state }: TestRegistry) =>
  startPolicies({ registry, reviewers, state, port: 0 });

it("an audit log that was cut, or changed", async () => {
  const registry = await approved();
  const { client, server } = await serve(registry);
  await client.assign({ agentId: "ann", parameters: [0.1] });
  await server.close();
  const log = join(registry.state, "audit.jsonl");
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
  await writeFile(log, `${lines.slice(0, -1).join("\n")}\n`);
  await expect(start(registry)).rejects.toThrow("the log was cut");
  await writeFile(log, `${lines.join("\n").replace("ann", "eve")}\n`);
  await expect(start(registry)).rejects.toThrow(/audit\.jsonl/);
});

it("a state that was changed, is used by another server, or lies in the registry", async () => {
  const registry = await approved();
  const { server } = await serve(registry);
  await expect(start(registry)).rejects.toThrow(/^--state: expected a directory that no other server uses/);
  await server.close();
  await writeFile(join(registry.state, "seen.json"), "{}");
  await expect(start(registry)).rejects.toThrow(/^--state: expected what an earlier server has seen in /);
  for (const name of ["state", "..state"]) {
    const inside = join(registry.registry, name);
    const refused = () =>
      expect(start({ ...registry, state: inside })).rejects.toThrow(/^state: expected a directory outside /);
    await refused();
    // Nothing was made there.
    expect(await readdir(registry.registry)).not.toContain(name);
    await mkdir(inside);
    await refused();
  }
});

it("a dossier that is replaced by another of the same name does not serve its people", async () => {
  const registry = await approved();
  const { client } = await serve(registry);
  await client.assign({ agentId: "ann", parameters: [0.1] });
  const robots = join(registry.registry, "robots");
  await rm(robots, { recursive: true });
  await registry.publish("robots");
  const path = join(robots, "dossier.json");
  await writeFile(path, (await readFile(path, "utf8")).replace('"seed": 0', '"seed": 1'));
  const { digest } = await readDossier(robots);
  await registry.decide("robots", "ada");
  await until(async () => (await client.status()).dossiers[0]?.digest === digest);
  await untilServed(client, "robots/1");
  await expect(client.act({ agent: "ann" }, OBSERVATION)).rejects.toMatchObject({ reason: "NOT_SERVED" });
  expect(await readdir(registry.state)).not.toContain("seen.json.new");
});
