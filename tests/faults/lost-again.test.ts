// A server that is there, and loses streams and sessions again and again: it is tried as long as one that comes back.
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type EnvironmentsConfig, grpcTransport, openEnvironments } from "../../client/index.js";
import {
  ContractError,
  type CreateSessionResponse,
  type EnvironmentSpec,
  errorToStatus,
} from "../../proto/index.js";
import { tunnelSpec } from "./support/honest-answers.js";
import { END, type Lies, startHostileServer } from "./support/hostile-server.js";
import { float64 } from "./support/lies.js";
import { trainInTunnel } from "./support/tunnel-run.js";

/** Nobody waits between attempts. */
vi.mock("node:timers/promises", async (original) => ({
  ...(await original<typeof import("node:timers/promises")>()),
  setTimeout: () => new Promise(setImmediate),
}));

const draining = errorToStatus(new ContractError("DRAINING", "the server is shutting down"));
const unknown = errorToStatus(new ContractError("UNKNOWN_SESSION", "no session s1"));
const NOT_BACK = "lost, and not back within 32 s: ";
const LOST = "it no longer has this session; it was restarted or the lease ran out";

describe("a server is given up that", () => {
  it.each<[string, Lies, string, number]>([
    ["ends every stream with OK at once", { respond: () => END }, "the stream ended", 1],
    [
      "ends every stream with OK once it is attached",
      { respond: (truth, { action }) => (action?.$case === "attach" ? [truth] : END) },
      "the stream ended",
      1,
    ],
    ["drains at every attachment", { respond: () => draining }, "the server is shutting down", 10],
    [
      "drains at every step",
      { respond: (truth, { action }) => (action?.$case === "step" ? draining : [truth]) },
      "the server is shutting down",
      10,
    ],
    [
      "drains whenever states are saved",
      { respond: (truth, { action }) => (action?.$case === "saveState" ? draining : [truth]) },
      "the server is shutting down",
      10,
    ],
    ["knows none of its sessions", { respond: () => unknown }, LOST, 10],
  ])("%s", async (_, lies, cause, sessions) => {
    const server = await startHostileServer(lies);
    const { error, checkpoints } = await trainInTunnel(server.address);
    expect(error?.message).toBe(`server ${server.address}: ${NOT_BACK}${cause}`);
    expect(checkpoints).toBe(0);
    expect(server.sessions()).toBe(sessions);
  });
});

describe("a session in place of one that was lost", () => {
  const CONFIG: EnvironmentsConfig = {
    environmentId: "tunnel",
    options: {},
    numEnvs: 2,
    seed: 0,
    numAgents: 4,
    agentsSeed: 0,
    infos: [],
  };
  const wider: EnvironmentSpec["observationSpace"] = {
    kind: {
      $case: "box",
      value: { dtype: 5, shape: [3], low: float64([1], [-1]), high: float64([1], [1]) },
    },
  };

  it.each<[string, Partial<CreateSessionResponse>, string]>([
    ["other agents", { agentParameters: float64([4, 1], [1, 1, 1, 1]) }, "agent_parameters"],
    [
      "other actions",
      { spec: { ...tunnelSpec(4), actionSpace: { kind: { $case: "discrete", value: { n: 2 } } } } },
      "spec.action_space",
    ],
    ["other observations", { spec: { ...tunnelSpec(4), observationSpace: wider } }, "spec.observation_space"],
  ])("with %s is none", async (_, change, field) => {
    let lost = false;
    const server = await startHostileServer({
      create: (truth) => (lost ? { ...truth, ...change } : truth),
      respond(truth, { action }, count) {
        if (action?.$case !== "step" || count < 3 || lost) return [truth];
        lost = true;
        return unknown;
      },
    });
    const transport = grpcTransport(server.address);
    const environments = await openEnvironments([transport], CONFIG);
    onTestFinished(async () => {
      await environments.close();
      transport.close();
    });
    await environments.reset();
    for (let i = 0; i < 2; i++) await environments.step(new Int32Array(2));
    await expect(environments.step(new Int32Array(2))).rejects.toThrow(
      `server ${server.address}: ${field}: expected what the session before had, got another`,
    );
    expect(server.sessions()).toBe(2);
  });
});
