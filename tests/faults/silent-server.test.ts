// A server that does not answer: nobody waits for it for ever, and the error says what for.
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { grpcTransport, openEnvironments } from "../../client/index.js";
import { SILENCE, startHostileServer } from "./support/hostile-server.js";
import { trainInTunnel } from "./support/tunnel-run.js";

vi.mock("../../client/remote/transport/deadlines.js", () => ({
  ANSWER_SECONDS: 1,
  BUSY_SECONDS: 2,
  requestSeconds: () => 2,
}));

const CONFIG = {
  environmentId: "tunnel",
  options: {},
  numEnvs: 2,
  seed: 0,
  numAgents: 4,
  agentsSeed: 0,
  infos: [],
};

describe("a server that never answers", () => {
  it.each([
    ["GetServerInfo", { info: () => SILENCE } as const, 1],
    ["DescribeEnvironment", { describe: () => SILENCE } as const, 2],
    ["CreateSession", { create: () => SILENCE } as const, 2],
  ])("%s", async (method, lies, seconds) => {
    const { address } = await startHostileServer(lies);
    const { error, checkpoints } = await trainInTunnel(address);
    expect(error?.message).toBe(
      `server ${address}: expected an answer to ${method} within ${seconds} s, got none`,
    );
    expect(checkpoints).toBe(0);
  });

  it.each([
    ["attach", 1, "attach"],
    ["reset", 1, "reset 1"],
    ["step", 4, "step 6"],
    ["saveState", 2, "saveState 7"],
    ["restoreState", 1, "restoreState 3"],
    ["render", 1, "render 3"],
  ])("%s, from number %i on", async (kind, first, what) => {
    let silent = false;
    const { address } = await startHostileServer({
      respond(truth, { action }, count) {
        silent ||= action?.$case === kind && count >= first;
        return silent ? SILENCE : [truth];
      },
    });
    const transport = grpcTransport(address);
    const environments = await openEnvironments([transport], CONFIG);
    onTestFinished(async () => {
      await environments.close();
      transport.close();
    });
    const work = async () => {
      await environments.reset();
      if (kind === "restoreState") await environments.restoreStates([Uint8Array.of(1), Uint8Array.of(1)]);
      if (kind === "render") await environments.render(0);
      for (let i = 0; i < 4; i++) await environments.step(new Int32Array(2));
      await environments.saveStates();
    };
    await expect(work()).rejects.toThrow(
      `server ${address}: expected an answer to ${what} within 2 s, got none`,
    );
  });
});

it("a learner that was busy while the answer came does not take it for late", async () => {
  const { address } = await startHostileServer({});
  const transport = grpcTransport(address);
  const environments = await openEnvironments([transport], CONFIG);
  await environments.reset();
  const stepping = environments.step(new Int32Array(2));
  await new Promise(setImmediate);
  const clock = new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(clock, 0, 0, 3000);
  expect((await stepping).terminated).toHaveLength(2);
  await environments.close();
  transport.close();
});
