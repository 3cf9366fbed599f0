// What clients may send, and what a server may be started with: each a sentence, and nothing changed.
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConnectedPolicies, connect } from "../../client/remote/policies/index.js";
import { type RunningPolicies, startPolicies } from "../../policies/grpc/server.js";
import { policies } from "../../proto/index.js";
import { makeScratch, scratch } from "../client/runs/support/scratch.js";
import { FORMS, publishRegistry, testDossier, testRegistry } from "./support/registry.js";
import { serve } from "./support/server.js";

const NAN = Number.NaN;

describe("requests", () => {
  let server: RunningPolicies;
  let client: ConnectedPolicies;

  beforeAll(async () => {
    const registry = await publishRegistry(await makeScratch());
    await registry.publish("robots");
    await registry.decide("robots", "ada");
    await registry.publish("grids", testDossier(FORMS.grid));
    await registry.decide("grids", "ada");
    const { registry: path, reviewers, state } = registry;
    server = await startPolicies({ registry: path, reviewers, state, port: 0, maxTrials: 3, maxBatch: 4 });
    client = connect(server.address);
    await client.assign({ agentId: "ann", dossier: "robots", parameters: [0.1] });
    await client.assign({ agentId: "gil", dossier: "grids", parameters: [0.1] });
  });
  afterAll(async () => {
    client.close();
    await server.close();
  });

  it.each<[string, object, string, string]>([
    [
      "nothing",
      {},
      "INVALID_VALUE",
      "parameters: expected parameters, trials, a known agent or an agent's id, got none of these",
    ],
    [
      "no dossier of two",
      { parameters: [1] },
      "UNKNOWN_DOSSIER",
      "dossier: expected one of grids, robots, got none",
    ],
    [
      "an unknown agent",
      { agentId: "x" },
      "UNKNOWN_AGENT",
      'agent_id: expected an agent that was assigned, got "x"',
    ],
    [
      "an unknown dossier",
      { dossier: "x", parameters: [1] },
      "UNKNOWN_DOSSIER",
      'a dossier of the registry, got "x"',
    ],
    [
      "θ of another length",
      { dossier: "robots", parameters: [1, 2] },
      "INVALID_VALUE",
      "parameters: expected 1 number (speed), got 2",
    ],
    [
      "θ that is NaN",
      { dossier: "robots", parameters: [NAN] },
      "INVALID_VALUE",
      "parameters[0]: expected a number (speed), got NaN",
    ],
    [
      "an agent that is not there",
      { dossier: "robots", knownAgent: 10 },
      "INVALID_VALUE",
      "known_agent: expected a number from 0 to 9, got 10",
    ],
    [
      "trials of another dossier",
      { dossier: "robots", trials: { "grids/1": [1] } },
      "UNKNOWN_POLICY",
      'trials[0].policy: expected one of robots/1 to robots/3, got "grids/1"',
    ],
    [
      "trials of no policy",
      { dossier: "robots", trials: { "robots/4": [1] } },
      "UNKNOWN_POLICY",
      'got "robots/4"',
    ],
    [
      "a return that is infinite",
      { dossier: "robots", trials: { "robots/1": [1, Infinity] } },
      "INVALID_VALUE",
      "trials[0].returns[1]: expected a finite number, got Infinity",
    ],
    [
      "too many trials",
      { dossier: "robots", trials: { "robots/1": [1, 2], "robots/2": [3, 4] } },
      "LIMIT",
      "trials: expected at most 3 returns, got 4",
    ],
    [
      "an id that is too long",
      { agentId: "ü".repeat(200), dossier: "robots", parameters: [1] },
      "LIMIT",
      "agent_id: expected at most 256 bytes, got 400",
    ],
  ])("to assign: %s", async (_, subject, reason, message) => {
    const error = await client.assign(subject).catch((caught) => caught);
    expect(error).toMatchObject({ reason });
    expect(error.message).toContain(message);
  });

  it.each<[string, Parameters<ConnectedPolicies["act"]>, string, string]>([
    ["an unknown agent", [{ agent: "x" }, new Float32Array(3)], "UNKNOWN_AGENT", 'got "x"'],
    [
      "an unknown policy",
      [{ policy: "robots" }, new Float32Array(3)],
      "UNKNOWN_POLICY",
      "which is not: the registry has no such dossier",
    ],
    [
      "another shape",
      [{ agent: "ann" }, new Float32Array(4)],
      "INVALID_VALUE",
      "observations.values: expected shape [1, 3], got [1, 4]",
    ],
    [
      "no rows",
      [{ agent: "ann" }, new Float32Array(0), { rows: 0 }],
      "INVALID_VALUE",
      "observations.values: expected FLOAT32 [B, d], with B at least 1, got no rows",
    ],
    [
      "too many rows",
      [{ agent: "ann" }, new Float32Array(15), { rows: 5 }],
      "LIMIT",
      "observations.values: expected at most 4 observations, got 5",
    ],
    [
      "NaN",
      [{ agent: "ann" }, Float32Array.of(0, NAN, 0)],
      "INVALID_VALUE",
      "observations.values[0, 1]: expected a finite number, got NaN",
    ],
    [
      "fewer agents than rows",
      [{ agents: ["ann"] }, new Float32Array(6), { rows: 2 }],
      "INVALID_VALUE",
      "actors.agents.ids: expected 2 of them, one for each observation, got 1",
    ],
    [
      "agents of two environments",
      [{ agents: ["ann", "gil"] }, new Float32Array(6), { rows: 2 }],
      "INVALID_VALUE",
      'expected agents of one environment, got "test-robot" and "test-grid"',
    ],
  ])("to act: %s, and the stream goes on", async (_, args, reason, message) => {
    const error = await client.act(...args).catch((caught) => caught);
    expect(error).toMatchObject({ reason });
    expect(error.message).toContain(message);
    expect((await client.act({ agent: "gil" }, new Float32Array(3))).actions).toHaveLength(1);
  });

  it.each<[string, Parameters<ConnectedPolicies["report"]>[0], string]>([
    ["NaN", { agentId: "ann", episodeReturn: NAN }, "episode_return: expected a finite number, got NaN"],
    ["an unknown agent", { agentId: "x", episodeReturn: 1 }, 'expected an agent that was assigned, got "x"'],
    ["nobody", { episodeReturn: 1 }, 'policy: expected an agent\'s id or a policy of the registry, got ""'],
  ])("to report: %s", async (_, episode, message) => {
    await expect(client.report(episode)).rejects.toThrow(message);
  });

  it("streams that say nothing, or what is no message", async () => {
    const raw = new policies.PolicyServiceClient(server.address, credentials.createInsecure());
    const stream = raw.actStream();
    const answers = stream[Symbol.asyncIterator]();
    const said = async (request: Partial<policies.ActStreamRequest>) => {
      stream.write({ actors: undefined, observations: undefined, ...request });
      const { value } = await answers.next();
      return value.result.value.message;
    };
    expect(await said({})).toBe("actors: expected who acts, in a stream's first request, got nothing");
    const actors: policies.Actors = { who: { $case: "agentId", value: "ann" } };
    expect(await said({ actors })).toBe("observations: expected observations, got nothing");
    stream.end();
    const act = new Promise((_, reject) => {
      raw.makeUnaryRequest(
        "/policies.v1.PolicyService/Act",
        () => Buffer.from([0xff]),
        (bytes) => bytes,
        {},
        (error: ServiceError | null) => reject(error),
      );
    });
    await expect(act).rejects.toMatchObject({
      code: 3,
      details: expect.stringContaining("request: expected the method's message, got 1 undecodable bytes"),
    });
    raw.close();
  });
});

it("more streams than a client may have", async () => {
  const registry = await testRegistry();
  const { server, client } = await serve(registry, { maxStreamsPerClient: 1 });
  const raw = new policies.PolicyServiceClient(server.address, credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
  });
  const errorOf = (stream: ReturnType<typeof raw.actStream>) =>
    new Promise<ServiceError>((resolve) => stream.on("error", resolve).resume());
  const first = raw.actStream().on("error", () => {});
  first.write({ actors: undefined, observations: undefined });
  await new Promise((resolve) => first.once("data", resolve));
  expect(await errorOf(raw.actStream())).toMatchObject({
    code: 8,
    details: "streams: expected at most 1 of a client at a time, got 2",
  });
  expect((await client.status()).openStreams).toBe(1);
  raw.close();
});

describe("the program", () => {
  const run = (...flags: string[]) => {
    const program = resolve("dist/policies/cli/main.js");
    const { status, stderr } = spawnSync(process.execPath, [program, ...flags], { encoding: "utf8" });
    return { status, stderr: stderr.replace(/^caucus-policies: /, "").trimEnd() };
  };

  it("says in one sentence why it does not start", async () => {
    const root = await scratch();
    const { registry, reviewers, state } = await testRegistry();
    const flags = (changes: Record<string, string>) =>
      Object.entries({ registry, reviewers, state, port: "0", ...changes }).flatMap(([name, value]) => [
        `--${name}`,
        value,
      ]);
    const absent = join(root, "absent");
    const few = join(root, "few.yaml");
    await writeFile(few, '{"required": 2, "reviewers": []}');
    await mkdir(join(root, "directory"));
    const cases: [string[], RegExp][] = [
      [[], /^--registry: expected a path, got none$/],
      [["--registry", registry], /^--reviewers: expected a path, got none$/],
      [flags({ registry: absent }), /^registry: expected a directory, got ENOENT/],
      [flags({ registry: reviewers }), /^registry: expected a directory, got the file /],
      [flags({ reviewers: absent }), /absent/],
      [flags({ reviewers: few }), /few\.yaml/],
      [flags({ state: reviewers }), /^state: expected a directory, got EEXIST/],
      [flags({ "max-batch": "0" }), /^--max-batch: expected a whole number from 1 to 65536, got 0$/],
      [flags({ "when-revoked": "any" }), /when-revoked/],
      [flags({ host: "0.0.0.0" }), /^host: other machines can reach 0\.0\.0\.0/],
    ];
    for (const [args, message] of cases) {
      const { status, stderr } = run(...args);
      expect(stderr).toMatch(message);
      expect(status).toBe(1);
    }
  });
});
