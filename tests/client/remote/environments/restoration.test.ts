import { describe, expect, it } from "vitest";
import { inProcessTransport, type Transport } from "../../../../client/index.js";
import { openEnvironments } from "../../../../client/remote/environments/spread.js";
import { createEnvironmentService, type ServiceConfig, type ServiceParts } from "../../../../server/index.js";
import { type Disturbance, GAME, play } from "../../../faults/support/play.js";
import { countingEnvironment, registryOf } from "../../../server/support/environments.js";

type Given = Partial<ServiceConfig> & ServiceParts;

/** A service that can be ended and started again, which has its sessions no more. */
function restartable(first: Given = {}) {
  const start = (given: Given) => createEnvironmentService({ workers: 0, ...given });
  let service = start(first);
  let sessions = 0;
  const transport: Transport = {
    ...inProcessTransport(service),
    address: "there:1",
    getServerInfo: (request) => service.getServerInfo(request),
    createSession(request) {
      sessions++;
      return service.createSession(request);
    },
    closeSession: (request) => service.closeSession(request),
    interact: (requests) => service.interact(requests),
  };
  return {
    transport,
    /** Asked for so far. */
    sessions: () => sessions,
    async restart(given: Given = first) {
      await service.close();
      service = start(given);
    },
    close: () => service.close(),
  };
}

/** @returns what the steps gave, and how many sessions it took */
async function playThrough(numSteps: number, restartsBefore: readonly number[]) {
  const server = restartable();
  const environments = await openEnvironments([server.transport], GAME);
  const disturb: Disturbance = async (step, take) => {
    if (restartsBefore.includes(step)) await server.restart();
    await take();
  };
  const digests = await play(environments, numSteps, disturb);
  await environments.close();
  await server.close();
  return { digests, sessions: server.sessions() };
}

describe("a session that its server lost", () => {
  it.each([
    ["before its first step", [0]],
    ["when states were just saved for the first time", [1]],
    ["some steps after that", [60]],
    ["just before states are saved again", [127]],
    ["just after", [128]],
    ["twice between two saves, and once after", [130, 131, 270]],
  ])("%s is restored, and steps give what they would have", async (_, restartsBefore) => {
    const { digests } = await playThrough(300, []);
    expect(await playThrough(300, restartsBefore)).toEqual({
      digests,
      sessions: 1 + restartsBefore.length,
    });
  });

  it("is restored for pictures and for saving states as well", async () => {
    const server = restartable();
    const environments = await openEnvironments([server.transport], GAME);
    await play(environments, 5);
    const [frame, states] = [await environments.render(1), await environments.saveStates()];
    await server.restart();
    expect(await environments.render(1)).toEqual(frame);
    await server.restart();
    expect(await environments.saveStates()).toEqual(states);
    await server.restart();
    expect(await environments.restoreStates(states)).toHaveLength(3 * environments.observationSize);
    await environments.close();
    await server.close();
  });

  it("goes on from states that were restored by hand, in part or in whole", async () => {
    const server = restartable();
    const environments = await openEnvironments([server.transport], GAME);
    await play(environments, 5);
    const states = await environments.saveStates();
    await play(environments, 6);
    const mixed = [states[0], new Uint8Array(), states[0]];
    await environments.restoreStates(mixed);
    const saved = await environments.saveStates();
    await environments.restoreStates(states);
    await environments.restoreStates(mixed);
    await server.restart();
    const [first, , last] = await environments.saveStates();
    expect([first, last]).toEqual([saved[0], saved[2]]);
    await environments.close();
    await server.close();
  });
});

describe("a session that cannot be restored", () => {
  it("since its states do not fit into a message, is lost, with the cause", async () => {
    // A hopper's state has more numbers than a step's reply has of it.
    const server = restartable({ maxMessageBytes: 4000 });
    const config = { ...GAME, environmentId: "hopper", options: {}, numEnvs: 20, numAgents: 1, infos: [] };
    const environments = await openEnvironments([server.transport], config);
    await environments.reset();
    for (let i = 0; i < 3; i++) await environments.step(new Float32Array(60));
    await expect(environments.saveStates()).rejects.toMatchObject({ reason: "LIMIT" });
    await environments.step(new Float32Array(60));
    await server.restart();
    const lost = { name: "ConnectionError", message: expect.stringContaining("server there:1: ") };
    await expect(environments.step(new Float32Array(60))).rejects.toMatchObject(lost);
    expect(server.sessions()).toBe(1);
    await environments.close();
    await server.close();
  });

  it("since the server has another version of the environment, says so", async () => {
    const config = { ...GAME, environmentId: "counter", options: {}, numAgents: 2, infos: [] };
    const definition = countingEnvironment();
    const changed = {
      ...definition,
      configure: (...args: Parameters<typeof definition.configure>) => {
        const configured = definition.configure(...args);
        return { ...configured, spec: { ...configured.spec, maxEpisodeSteps: 9 } };
      },
    };
    const server = restartable({ registry: registryOf(definition) });
    const environments = await openEnvironments([server.transport], config);
    await environments.reset();
    await environments.step(Int32Array.of(0, 0, 0));
    await server.restart({ registry: registryOf(changed) });
    const cannot =
      "server there:1: it no longer has this session, and cannot restore it: states[0]: expected ";
    await expect(environments.step(Int32Array.of(0, 0, 0))).rejects.toThrow(cannot);
    // Nor is there anything left behind that could be used by mistake.
    await expect(environments.reset()).rejects.toThrow(cannot);
    await environments.close();
    await server.close();
  });
});
