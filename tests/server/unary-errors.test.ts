import { describe, expect, it } from "vitest";
import {
  AgentPopulation,
  type AutoresetMode,
  type CreateSessionRequest,
  DataType,
  encodeTensor,
  InteractResponse,
} from "../../proto/index.js";
import { openSession, sessionRequest } from "./support/session.js";
import { useSmallServer } from "./support/small-server.js";
import { outcome, rejection } from "./support/stream.js";

const small = useSmallServer();

const parameters = (shape: number[], ...values: number[]) =>
  AgentPopulation.fromPartial({
    kind: {
      $case: "parameters",
      value: encodeTensor(DataType.DATA_TYPE_FLOAT64, shape, Float64Array.from(values)),
    },
  });
const sampled = (count: number, seed = 0): AgentPopulation => ({
  kind: { $case: "sampled", value: { count, seed } },
});

describe("CreateSession refuses", () => {
  const cases: [string, Partial<CreateSessionRequest>, string, string][] = [
    [
      "an unknown environment",
      { environmentId: "pong" },
      "UNKNOWN_ENVIRONMENT",
      'environment_id: expected one of resource-gathering, half-cheetah, hopper, walker2d, ant, half-cheetah-velocity, ant-direction, humanoid-direction, portfolio, portfolio-regimes, got "pong"',
    ],
    [
      "an unknown option",
      { options: { speed: 1 } },
      "INVALID_VALUE",
      'options: expected only max_episode_steps, got "speed" (env "resource-gathering")',
    ],
    [
      "an option out of bounds",
      { options: { max_episode_steps: 0.5 } },
      "INVALID_VALUE",
      'options.max_episode_steps: expected an integer in [1, 1000000], got 0.5 (env "resource-gathering")',
    ],
    [
      "no environments",
      { numEnvironments: 0 },
      "INVALID_VALUE",
      "num_environments: expected at least 1, got 0",
    ],
    [
      "too many environments",
      { numEnvironments: 501 },
      "LIMIT",
      "num_environments: expected at most 500 environments, got 501",
    ],
    [
      "steps whose replies are too long",
      { numEnvironments: 500 },
      "LIMIT",
      "num_environments: expected steps whose replies have at most 100000 bytes, got up to 221512 bytes with 500 environments and 25 agents",
    ],
    [
      "seeds beyond what a double holds",
      { seed: 2 ** 53 - 2 },
      "INVALID_VALUE",
      "seed: expected a whole number from 0 to 9007199254740989 (2^53 − 3), got 9007199254740990",
    ],
    [
      "an unknown mode",
      { autoresetMode: 9 as AutoresetMode },
      "INVALID_VALUE",
      "autoreset_mode: expected NEXT_STEP, SAME_STEP or DISABLED, got 9",
    ],
    [
      "a number of agents that cannot be",
      { agents: sampled(3) },
      "INVALID_VALUE",
      'agents.sampled.count: expected 25 (one a tile; give parameters for another population), got 3 (env "resource-gathering")',
    ],
    [
      "no agents",
      { agents: sampled(0) },
      "INVALID_VALUE",
      "agents.sampled.count: expected at least 1, got 0",
    ],
    [
      "too many agents",
      { agents: sampled(101) },
      "LIMIT",
      "agents.sampled.count: expected at most 100 agents, got 101",
    ],
    [
      "parameters of another shape",
      { agents: parameters([1, 2], 0, 1) },
      "INVALID_VALUE",
      "agents.parameters: expected shape [any, 1], got [1, 2]",
    ],
    [
      "parameters out of range",
      { agents: parameters([2, 1], 0, 25) },
      "INVALID_VALUE",
      'agents.parameters[1]: expected a whole tile in [0, 24], got 25 (env "resource-gathering")',
    ],
    [
      "a lease beyond the limit",
      { leaseSeconds: 4000 },
      "LIMIT",
      "lease_seconds: expected at most 3600 s, got 4000",
    ],
    [
      "a lease below 0",
      { leaseSeconds: -1 },
      "INVALID_VALUE",
      "lease_seconds: expected a number from 0, got -1",
    ],
    [
      "an unknown info",
      { infos: ["position", "speed"] },
      "INVALID_VALUE",
      'infos: expected only position, visited, got "speed" (env "resource-gathering")',
    ],
    [
      "a newer client",
      { contractRevision: 1000 },
      "CONTRACT_REVISION",
      "contract_revision: expected at most 4, got 1000: upgrade the server (it is caucus 0.1.0) or use an older client",
    ],
  ];
  it.each(cases)("%s", async (_, fields, reason, message) => {
    const error = await rejection(small.service.createSession({ ...sessionRequest(), ...fields }));
    expect(error.message).toBe(message);
    expect(error.reason).toBe(reason);
    expect(message.startsWith(`${error.details.where}: expected ${error.details.expected}`)).toBe(true);
  });
});

it("refuses the same in process", async () => {
  const error = await rejection(small.server.service.createSession(sessionRequest({ infos: ["speed"] })));
  expect(error).toMatchObject({ reason: "INVALID_VALUE", details: { where: "infos" } });
});

describe("unary methods refuse", () => {
  it("unknown environments and sessions", async () => {
    const request = { environmentId: "pong", options: undefined, agents: undefined };
    expect((await rejection(small.service.describeEnvironment(request))).code).toBe(5);
    const unknown = await rejection(small.service.renewLease({ sessionId: "x" }));
    expect(unknown.message).toBe(
      'session_id: expected a session of this server that is not closed and whose lease has not run out, got "x"',
    );
    expect((await rejection(small.service.closeSession({ sessionId: "x" }))).reason).toBe("UNKNOWN_SESSION");
  });

  it("texts too long to send back, which they shorten", async () => {
    const error = await rejection(small.service.renewLease({ sessionId: "x".repeat(50_000) }));
    expect(error.reason).toBe("UNKNOWN_SESSION");
    expect(error.message.length).toBeLessThan(1100);
  });
});

describe("bytes that are no message", () => {
  const path = "/rmdp.v1.EnvironmentService";
  const garbage = Buffer.from([0xff, 0xff, 0xff]);

  it("fail a unary call", async () => {
    const error = await new Promise<{ code: number; details: string }>((resolve) => {
      small.service.client.makeUnaryRequest(
        `${path}/CreateSession`,
        (b: Buffer) => b,
        (b: Buffer) => b,
        garbage,
        (e) => resolve(e!),
      );
    });
    expect(error.code).toBe(3);
    expect(error.details).toContain("request: expected the method's message, got 3 undecodable bytes");
    await small.service.getServerInfo({});
  });

  it("fail a request of a stream, which goes on", async () => {
    const session = await openSession(small.service);
    const seed = Buffer.from([8, 1, 26, 10, 16, ...new Array(8).fill(0xff), 0x0f]);
    const call = small.service.client.makeBidiStreamRequest(
      `${path}/Interact`,
      (b: Buffer) => b,
      (b: Buffer) => b,
    );
    const errors: string[] = [];
    call.write(garbage);
    call.write(seed);
    call.end();

    for await (const bytes of call) {
      const response = InteractResponse.decode(bytes);
      errors.push(`${response.sequence} ${outcome(response)}`);
    }
    expect(errors).toEqual([
      expect.stringMatching(/^0 action: expected attach.*got 3 undecodable bytes/),
      expect.stringMatching(/^1 action: expected attach.*MAX_SAFE_INTEGER/),
    ]);
    await session.reset();
    await session.close();
  });
});
