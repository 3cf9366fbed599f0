import { afterEach, describe, expect, it } from "vitest";
import { dmEnvRpc } from "../../../proto/index.js";
import { createEnvironmentService, type HostedService, startServer } from "../../../server/index.js";
import { countingEnvironment, registryOf } from "../support/environments.js";
import { sessionRequest } from "../support/session.js";
import { rejection } from "../support/stream.js";
import { connectWorlds, joinNewWorld, move, openWorldStream, settings } from "../support/worlds.js";

const { EnvironmentStateType: State } = dmEnvRpc;

let service: HostedService;
afterEach(() => service.close());

const host = (config: Parameters<typeof createEnvironmentService>[0] = {}) => {
  service = createEnvironmentService({ workers: 0, ...config });
};
const resourceGathering = () => settings({ env: "resource-gathering" });

/** Asks for a session until there is room for one. */
async function createdAtLast(): Promise<void> {
  while ((await service.createSession(sessionRequest()).catch(() => undefined)) === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("worlds count as sessions", () => {
  const full = {
    reason: "LIMIT",
    code: 8,
    message: "sessions: expected at most 1 at a time, which this server already has",
  };

  it("until they are destroyed", async () => {
    host({ maxSessions: 1 });
    const stream = openWorldStream(service);
    const worldName = await stream.create(resourceGathering());
    expect(await rejection(stream.create(resourceGathering()))).toMatchObject(full);
    expect(await rejection(service.createSession(sessionRequest()))).toMatchObject(full);
    await stream.request("destroyWorld", { worldName });
    const { sessionId } = await service.createSession(sessionRequest());
    expect(await rejection(stream.create(resourceGathering()))).toMatchObject(full);
    await service.closeSession({ sessionId });
    await joinNewWorld(service);
  });

  it("until their stream ends, joined or not", async () => {
    host({ maxSessions: 2 });
    const { stream } = await joinNewWorld(service);
    await stream.step();
    await stream.create(resourceGathering());
    await stream.end();
    await service.createSession(sessionRequest());
    await service.createSession(sessionRequest());
  });

  it("until their client is gone without a word", async () => {
    const server = await startServer({ port: 0, workers: 0, maxSessions: 1 });
    service = server.service;
    const { client } = connectWorlds(server.address);
    const call = client.process();
    call.on("error", () => {});
    call.write({ payload: { $case: "createWorld", value: { settings: resourceGathering() } } });
    await new Promise((resolve) => call.once("data", resolve));
    expect(await rejection(service.createSession(sessionRequest()))).toMatchObject(full);
    call.cancel();
    await createdAtLast();
    client.close();
    await server.close();
  });

  it("until a message over the limit ends their stream", async () => {
    const server = await startServer({ port: 0, workers: 0, maxSessions: 1, maxMessageBytes: 10_000 });
    service = server.service;
    const { client, process } = connectWorlds(server.address);
    const { stream } = await joinNewWorld({ process });
    const requestedObservations = new Array(100_000).fill(1);
    const refused = stream.request("step", { actions: {}, requestedObservations });
    await expect(refused).rejects.toMatchObject({ code: 8 });
    await createdAtLast();
    client.close();
    await server.close();
  });

  it("until no stream has used them for the longest lease", async () => {
    host({ maxSessions: 1, maxLease: 0.01 });
    const { stream, worldName } = await joinNewWorld(service);
    await createdAtLast();
    const gone = { reason: "UNKNOWN_SESSION", message: "the session's lease ran out" };
    expect(await rejection(stream.step())).toMatchObject(gone);
    await stream.request("leaveWorld", {});
    expect(await rejection(stream.join(worldName))).toMatchObject(gone);
    await stream.request("destroyWorld", { worldName });
  });
});

describe("a world that two streams know", () => {
  it("has room for one of them at a time", async () => {
    host();
    const { stream: owner, worldName } = await joinNewWorld(service);
    const other = openWorldStream(service);
    expect(await rejection(other.join(worldName))).toMatchObject({
      reason: "ATTACHED_ELSEWHERE",
      message: "another stream has joined this world, which has room for one: create another",
    });
    await owner.step();
    await owner.request("leaveWorld", {});
    await other.join(worldName);
    expect((await other.step(undefined)).state).toBe(State.RUNNING);
    const destroy = owner.request("destroyWorld", { worldName });
    expect((await rejection(destroy)).message).toMatch(
      /^world_name: expected a world that no stream has joined/,
    );
    await other.end();
    await owner.request("destroyWorld", { worldName });
  });

  it("ends with the stream that created it", async () => {
    host();
    const owner = openWorldStream(service);
    const worldName = await owner.create(resourceGathering());
    const other = openWorldStream(service);
    await other.join(worldName);
    await other.step();
    await owner.end();
    expect(await rejection(other.step(move(0)))).toMatchObject({ reason: "UNKNOWN_SESSION" });
    await other.request("leaveWorld", {});
    await other.join(await other.create(resourceGathering()));
    expect((await other.step()).state).toBe(State.RUNNING);
  });

  it("is reset from outside with the next step of the stream that has joined, which gets an error", async () => {
    host();
    const { stream: player, worldName } = await joinNewWorld(service);
    await player.step();
    await player.step(move(0));
    const outside = openWorldStream(service);
    let answered = false;
    const reset = outside.request("resetWorld", { worldName, settings: {} }).then(() => {
      answered = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    const told = await player.step(move(0), 4);
    expect(told.state).toBe(State.INTERRUPTED);
    expect(told.observations[4].payload?.value.array).toEqual([2, 2]);
    await reset;
    const begun = await player.step(move(0), 4);
    expect(begun.state).toBe(State.RUNNING);
    expect(begun.observations[4].payload?.value.array).toEqual([4, 2]);
  });

  it("is reset from outside at once between episodes, by the stream that has joined, and if none has joined", async () => {
    host();
    const { stream: player, worldName } = await joinNewWorld(service);
    const other = openWorldStream(service);
    await other.request("resetWorld", { worldName, settings: settings({ seed: 3 }) });
    await player.step();
    await player.request("resetWorld", { worldName, settings: {} });
    expect((await player.step(undefined)).state).toBe(State.RUNNING);
    await player.request("leaveWorld", {});
    await other.request("resetWorld", { worldName, settings: {} });
  });

  it.each(["leaves", "resets", "ends its stream", "is destroyed with it"])(
    "need not be waited for when who has joined %s",
    async (what) => {
      host();
      const owner = openWorldStream(service);
      const worldName = await owner.create(resourceGathering());
      const player = openWorldStream(service);
      await player.join(worldName);
      await player.step();
      const other = openWorldStream(service);
      const reset = other.request("resetWorld", { worldName, settings: {} }).then(
        () => "reset",
        (error) => error.reason,
      );
      await new Promise((resolve) => setImmediate(resolve));
      if (what === "leaves") await player.request("leaveWorld", {});
      if (what === "resets") await player.request("reset", { settings: {} });
      if (what === "ends its stream") await player.end();
      if (what === "is destroyed with it") await owner.end();
      expect(await reset).toBe(what === "is destroyed with it" ? "UNKNOWN_SESSION" : "reset");
    },
  );

  it("does not keep the worlds of a client that is gone while it waits", async () => {
    host({ maxSessions: 2 });
    const { stream: player, worldName } = await joinNewWorld(service);
    await player.step();
    const gone = new AbortController();
    const other = openWorldStream({ process: (requests) => service.process(requests, gone.signal) });
    await other.create(resourceGathering());
    const reset = other.request("resetWorld", { worldName, settings: {} });
    await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    await reset;
    await other.end();
    await service.createSession(sessionRequest());
  });
});

it("says that an environment broke, and the stream goes on", async () => {
  host({ registry: registryOf(countingEnvironment({ step: 2 })) });
  const { stream, worldName } = await joinNewWorld(service, { env: "counter" });
  await stream.step();
  await stream.step(move(0));
  const lost = {
    reason: "ENVIRONMENT_FAILED",
    message: 'env "counter" broke, its session is lost: step 2 broke',
  };
  expect(await rejection(stream.step(move(0)))).toMatchObject(lost);
  expect(await rejection(stream.step(move(0)))).toMatchObject(lost);
  await stream.request("leaveWorld", {});
  expect(await rejection(stream.join(worldName))).toMatchObject(lost);
  await stream.request("destroyWorld", { worldName });
  await stream.join(await stream.create(settings({ env: "counter" })));
  expect((await stream.step(undefined)).state).toBe(State.RUNNING);
});

it("a server that drains refuses new worlds, and waits for those there are", async () => {
  host();
  const { stream } = await joinNewWorld(service);
  let drained = false;
  const draining = service.drain(1e6).then(() => {
    drained = true;
  });
  expect(await rejection(stream.create(resourceGathering()))).toMatchObject({ reason: "DRAINING", code: 14 });
  await stream.step();
  expect(drained).toBe(false);
  await stream.end();
  await draining;
});

it("only the caller that created a world can join, reset or destroy it", async () => {
  host();
  const [alice, bob] = ["alice", "bob"].map((caller) => openWorldStream(service.forCaller(caller)));
  const worldName = await alice.create(resourceGathering());
  const foreign = {
    reason: "FOREIGN_SESSION",
    message: `world_name: expected a world of one's own, got "${worldName}", which somebody else made, with another token or certificate`,
  };
  expect(await rejection(bob.join(worldName))).toMatchObject(foreign);
  expect(await rejection(bob.request("resetWorld", { worldName, settings: {} }))).toMatchObject(foreign);
  expect(await rejection(bob.request("destroyWorld", { worldName }))).toMatchObject(foreign);
  await alice.join(worldName);
});
