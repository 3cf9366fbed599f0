// The program caucus-policies: how it is announced, stopped, killed and measured.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, it } from "vitest";
import { countUse, verifyAuditLog } from "../../approval/index.js";
import { type ConnectedPolicies, connect } from "../../client/remote/policies/index.js";
import { VERSION } from "../../proto/version.js";
import { type TestRegistry, testRegistry } from "./support/registry.js";

const PROGRAM = resolve("dist/policies/cli/main.js");
const OBSERVATION = Float32Array.of(0.1, -0.2, 0.3);
const running: ChildProcessWithoutNullStreams[] = [];
const clients: ConnectedPolicies[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

function start({ registry, reviewers, state }: TestRegistry, ...more: string[]) {
  const paths = ["--registry", registry, "--reviewers", reviewers, "--state", state];
  const child = spawn(process.execPath, [PROGRAM, ...paths, "--port", "0", ...more]);
  running.push(child);
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => (await lines.next()).value;
  const exit = once(child, "close").then(([code]) => ({ code, errors }));
  return { child, line, exit };
}

async function startJson(registry: TestRegistry, ...more: string[]) {
  const started = start(registry, "--json", ...more);
  const announced = JSON.parse(await started.line());
  const client = connect(announced.address);
  clients.push(client);
  return { ...started, announced, client };
}

async function approved(): Promise<TestRegistry> {
  const registry = await testRegistry();
  await registry.publish("robots");
  await registry.decide("robots", "ada");
  return registry;
}

it("announces itself, and says if it serves nothing yet", async () => {
  const { line, child, exit } = start(await testRegistry());
  expect(await line()).toMatch(
    /^caucus-policies \S+ listening on 127\.0\.0\.1:\d+ \(contract policies\.v1, 0 policies\)$/,
  );
  child.kill("SIGTERM");
  const { code, errors } = await exit;
  expect(code).toBe(0);
  expect(errors).toMatch(/^caucus-policies: no policy in .* is approved: nothing is served yet$/m);
  const { announced } = await startJson(await approved());
  expect(announced).toEqual({
    event: "listening",
    address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    contract: "policies.v1",
    version: VERSION,
    policies: 2,
  });
});

/** Steps by agent, as the audit log has them. */
async function stepsOf({ state }: TestRegistry): Promise<Record<string, number>> {
  const use = countUse();
  await verifyAuditLog(join(state, "audit.jsonl"), { onLine: use.add });
  const agents = use.policies().flatMap(({ agents: own }) => [...own]);
  return Object.fromEntries(agents.map(([agent, { steps }]) => [agent, steps]));
}

it("loses nothing that was answered when it is killed, and knows its agents again", async () => {
  const registry = await approved();
  const { client, child, exit } = await startJson(registry);
  const { assignment } = await client.assign({ agentId: "ann", parameters: [0.1] });
  for (let i = 0; i < 25; i++) await client.act({ agent: "ann" }, OBSERVATION);
  await client.assign({ agentId: "bea", parameters: [0.9] });
  const rows = new Float32Array(12);
  await client.act({ agent: "bea" }, rows, { rows: 4 });
  child.kill("SIGKILL");
  await exit;
  expect(await stepsOf(registry)).toEqual({ ann: 0, bea: 0 });
  const again = await startJson(registry);
  expect(await stepsOf(registry)).toEqual({ ann: 25, bea: 4 });
  await again.client.act({ agent: "ann" }, OBSERVATION);
  const reported = await again.client.report({ agentId: "ann", episodeReturn: 90 });
  expect(reported.policy).toBe(assignment!.policy);
  again.child.kill("SIGTERM");
  expect((await again.exit).code).toBe(0);
  expect(await stepsOf(registry)).toEqual({ ann: 26, bea: 4 });
});

it("lets streams go on while it drains, and refuses new calls", async () => {
  const { client, child, exit } = await startJson(await approved());
  await client.act({ policy: "robots/1" }, OBSERVATION);
  child.kill("SIGTERM");
  const refused = async (): Promise<{ reason: string }> =>
    client.assign({ parameters: [0.1] }).then(refused, (error) => error);
  expect(await refused()).toMatchObject({ reason: "DRAINING" });
  expect((await client.act({ policy: "robots/1" }, OBSERVATION)).actions).toHaveLength(2);
  client.close();
  expect((await exit).code).toBe(0);
});

it("measures what it serves", async () => {
  const { client, announced } = await startJson(await approved(), "--metrics-port", "0");
  await client.assign({ agentId: "ann", parameters: [0.1] });
  await client.act({ agent: "ann" }, new Float32Array(9), { rows: 3 });
  await client.act({ agent: "eve" }, OBSERVATION).catch(() => {});
  const text = await (await fetch(`http://${announced.metrics}/metrics`)).text();
  for (const line of [
    "caucus_policies_served 2",
    "caucus_policies_agents 1",
    "caucus_policies_streams 1",
    'caucus_policies_decisions_total{policy="robots/1"} 3',
    'caucus_errors_total{reason="UNKNOWN_AGENT"} 1',
  ])
    expect(text).toContain(`${line}\n`);
});

it("keeps its state to itself", async () => {
  const registry = await approved();
  const { client } = await startJson(registry);
  await client.assign({ agentId: "ann", parameters: [0.1] });
  const seen = JSON.parse(await readFile(join(registry.state, "seen.json"), "utf8"));
  expect(Object.values(seen.dossiers)).toEqual([{ sequence: 1, digest: expect.any(String) }]);
});
