import { describe, expect, it } from "vitest";
import { DataType, encodeTensor, type InteractRequest } from "../../proto/index.js";
import { countingEnvironment, registryOf } from "./support/environments.js";
import { discreteActions, mask, openSession } from "./support/session.js";
import { useSmallServer } from "./support/small-server.js";
import { type Action, openStream, outcome, rejection } from "./support/stream.js";
import { hostGrpc } from "./support/transports.js";

const small = useSmallServer();

describe("Interact refuses", () => {
  const step = (actions: number[]): Action => ({
    $case: "step",
    value: { actions: discreteActions(actions) },
  });
  const context = '(env "resource-gathering")';

  it("a first request other than attach, with another number than 0, or to no session; then goes on", async () => {
    const session = await openSession(small.service);
    const stream = openStream(small.service);
    const send = async (sequence: number, action: InteractRequest["action"]) => {
      stream.send(sequence, action);
      return outcome(await stream.receive());
    };
    const attach = (sessionId: string): Action => ({ $case: "attach", value: { sessionId } });
    expect(await send(1, step([0]))).toBe("a stream's first request is attach");
    expect(await send(1, undefined)).toMatch(/^action: expected attach, reset, .* got none of these$/);
    expect(await send(1, attach(session.id))).toBe("sequence: expected 0 with attach, got 1");
    expect(await send(0, attach("x"))).toMatch(/^session_id: expected a session/);
    expect(await send(0, attach(session.id))).toBe("attach");
    expect(await send(0, attach(session.id))).toBe(
      "attach: expected one a stream, as its first request, got another",
    );
    expect(await send(1, { $case: "reset", value: { mask: undefined, seed: undefined } })).toBe("reset");
    stream.end();
  });

  const float32 = encodeTensor(DataType.DATA_TYPE_FLOAT32, [3], new Float32Array(3));
  const long: Action = { $case: "render", value: { mask: mask(1, 1, 1) } };
  const seeded = (seed: number): Action => ({ $case: "reset", value: { mask: undefined, seed } });
  const masked = (...entries: number[]): Action => ({
    $case: "reset",
    value: { mask: mask(...entries), seed: undefined },
  });
  const states = (...bytes: Uint8Array[]): Action => ({ $case: "restoreState", value: { states: bytes } });
  const none = new Uint8Array();
  const cases: [string, Action, string][] = [
    [
      "no actions",
      { $case: "step", value: { actions: undefined } },
      "actions: expected INT32 [3], got nothing",
    ],
    ["actions of another shape", step([0, 0]), "actions: expected shape [3], got [2]"],
    [
      "actions of another dtype",
      { $case: "step", value: { actions: float32 } },
      "actions: expected INT32, got FLOAT32",
    ],
    ["a mask of another shape", masked(1), "mask: expected shape [3], got [1]"],
    ["a mask of other numbers", masked(1, 2, 0), "mask: expected entries of 0 or 1, got 2 at [1]"],
    ["an empty mask", masked(0, 0, 0), "mask: expected at least one true entry, got none"],
    [
      "a seed too large",
      seeded(2 ** 53 - 1),
      "seed: expected a whole number from 0 to 9007199254740989 (2^53 − 3), got 9007199254740991",
    ],
    ["too few states", states(none), "states: expected 3 of them, got 1"],
    [
      "damaged states",
      states(none, Uint8Array.of(1), none),
      "states[1]: expected a saved state, got 1 damaged bytes",
    ],
    [
      "pictures too large",
      long,
      "mask: expected at most 100000 bytes of pictures (3 environments), got 230656",
    ],
  ];
  it.each(cases)("%s, and the session stays as it was", async (_, action, message) => {
    const session = await openSession(small.service);
    const { observations } = await session.reset();
    const error = await rejection(session.stream.request(2, action as never));
    expect(error.message).toBe(`${message} ${context}`);
    const same = await session.stream.request(2, states(none, none, none) as never);
    expect(same).toEqual({ observations });
    await session.close();
  });

  it("steps and pictures before the first reset", async () => {
    const session = await openSession(small.service);
    const { stream } = session;
    const early = await rejection(stream.request(1, step([0, 0, 0]) as never));
    expect(early.reason).toBe("NOT_RESET");
    expect(early.message).toBe(`environment 0 was never reset: reset before stepping ${context}`);
    expect((await rejection(stream.request(1, long as never))).reason).toBe("NOT_RESET");
    await session.close();
  });

  it("pictures of what cannot be drawn", async () => {
    const { service, close } = await hostGrpc({ registry: registryOf(countingEnvironment()) });
    const session = await openSession(service, { environmentId: "counter", numEnvironments: 1 });
    await session.reset();
    const error = await rejection(session.stream.request(2, { $case: "render", value: { mask: undefined } }));
    expect(error).toMatchObject({ reason: "RENDER", code: 12 });
    expect(error.message).toBe('env "counter" cannot be drawn: its spec names no render mode');
    await close();
  });

  it("actions that are not finite", async () => {
    const session = await openSession(small.service, { environmentId: "half-cheetah", numEnvironments: 1 });
    await session.reset();
    const actions = encodeTensor(
      DataType.DATA_TYPE_FLOAT32,
      [1, 6],
      Float32Array.of(0, 0, 0, 0, Number.NaN, 0),
    );
    const error = await rejection(session.stream.request(2, { $case: "step", value: { actions } }));
    expect(error.message).toBe('actions: expected finite numbers, got NaN at [0, 4] (env "half-cheetah")');
    await session.close();
  });
});

it("ends a stream whose message is over the limit, and lives on", async () => {
  const session = await openSession(small.service);
  session.stream.send(1, { $case: "restoreState", value: { states: [new Uint8Array(200_000)] } });
  await expect(session.stream.receive()).rejects.toMatchObject({ code: 8 });
  const stream = openStream(small.service);
  expect(await stream.attach(session.id)).toBe(1);
  stream.end();
});
