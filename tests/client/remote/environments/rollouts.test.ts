// Rollouts of sessions: in one request or several, on one server or several, and answers that cannot be.
import { describe, expect, it, onTestFinished } from "vitest";
import type {
  Environments,
  RolloutOrder,
  RolloutPiece,
} from "../../../../client/remote/environments/environments.js";
import { openEnvironments } from "../../../../client/remote/environments/spread.js";
import { inProcessTransport } from "../../../../client/remote/transport/in-process.js";
import type { Transport } from "../../../../client/remote/transport/transport.js";
import {
  DataType,
  encodeTensor,
  type InteractResponse,
  type RolloutResponse,
  type Tensor,
} from "../../../../proto/index.js";
import { createEnvironmentService, type ServiceConfig } from "../../../../server/index.js";
import { categoricalParts, modelOf } from "../../../server/support/policies.js";

const N = 5;
const NUM_AGENTS = 25;
const POLICIES = [1, 2].map((seed) => ({
  name: `policy ${seed}`,
  model: modelOf(categoricalParts(29, 4, seed)),
}));

const order = (changes: Partial<RolloutOrder> = {}): RolloutOrder => ({
  policies: POLICIES,
  policyOf: Int32Array.of(0, 1, 1, 0, 1),
  numSteps: 150,
  sampled: true,
  noiseSeed: 7,
  firstStep: 0,
  ...changes,
});

function transportOf(config: Partial<ServiceConfig> = {}): Transport {
  const service = createEnvironmentService({ workers: 0, ...config });
  onTestFinished(() => service.close());
  return inProcessTransport(service);
}

async function open(transports: readonly Transport[]): Promise<Environments> {
  const environments = await openEnvironments(transports, {
    ...{ environmentId: "resource-gathering", options: {}, numEnvs: N, seed: 3 },
    ...{ numAgents: NUM_AGENTS, agentsSeed: 0, infos: ["position"] },
  });
  onTestFinished(() => environments.close());
  await environments.reset();
  return environments;
}

/** All of a rollout as [step, environment] → numbers, and its end without its times. */
async function play(environments: Environments, ...orders: RolloutOrder[]) {
  const rows = new Map<string, unknown>();
  const pieces: RolloutPiece[] = [];
  const ends = [];
  let before = 0;
  for (const one of orders) {
    const { finished } = await environments.rollout(one, (piece) => {
      pieces.push(piece);
      const { numSteps: S, numEnvs } = piece;
      for (let s = 0; s < S; s++) {
        for (let j = 0; j < numEnvs; j++) {
          const own = (array: ArrayLike<number>) => {
            const width = array.length / (S * numEnvs);
            const first = (s * numEnvs + j) * width;
            return Array.from({ length: width }, (_, i) => array[first + i]);
          };
          rows.set(`${before + piece.firstStep + s}, ${piece.firstRow + j}`, {
            ...{
              observation: own(piece.observations),
              action: own(piece.actions),
              rewards: own(piece.rewards),
            },
            ends: [own(piece.terminated), own(piece.truncated)],
            position: own(piece.infos.position),
          });
        }
      }
    });
    ends.push(...finished.map((episode) => ({ ...episode, step: before + episode.step })));
    before += one.numSteps;
  }
  return { rows, ends, pieces };
}

describe("a rollout is the same", () => {
  const reference = async () => play(await open([transportOf()]), order());

  it("in few requests or many, where messages are small", async () => {
    const expected = await reference();
    const small = await play(await open([transportOf({ maxMessageBytes: 2 ** 14 })]), order());
    expect(small.pieces.length).toBeGreaterThan(expected.pieces.length);
    expect(small.rows).toEqual(expected.rows);
    expect(small.ends).toEqual(expected.ends);
    expect(expected.rows.size).toBe(150 * N);
    expect(expected.ends.length).toBeGreaterThan(0);
  });

  it("in several rollouts that count their steps", async () => {
    const expected = await reference();
    const parts = [order({ numSteps: 70 }), order({ numSteps: 80, firstStep: 70 })];
    const { rows, ends } = await play(await open([transportOf()]), ...parts);
    expect(rows).toEqual(expected.rows);
    expect(ends).toEqual(expected.ends);
  });

  it("on three servers, of which one has two environments", async () => {
    const expected = await reference();
    const environments = await open([transportOf(), transportOf({ workers: 2 }), transportOf()]);
    const { rows, ends } = await play(environments, order());
    expect(rows).toEqual(expected.rows);
    expect(ends).toEqual(expected.ends);
  });

  it("with one request in flight at a time", async () => {
    const expected = await reference();
    const { rows } = await play(await open([transportOf({ maxRequestsInFlight: 1 })]), order());
    expect(rows).toEqual(expected.rows);
  });
});

it("steps go on from where a rollout ended", async () => {
  const [acted, stepped] = [await open([transportOf()]), await open([transportOf()])];
  const { pieces } = await play(acted, order({ numSteps: 12 }));
  for (const { actions, numSteps } of pieces) {
    for (let s = 0; s < numSteps; s++) await stepped.step(actions.slice(s * N, (s + 1) * N));
  }
  const next = Int32Array.of(0, 1, 2, 3, 0);
  const [one, other] = [await acted.step(next), await stepped.step(next)];
  expect(one.observations).toEqual(other.observations);
  expect(one.rewards).toEqual(other.rewards);
});

it("a policy that the server refuses is an error, and the next rollout sends policies again", async () => {
  const environments = await open([transportOf()]);
  const bad = [POLICIES[0], { name: "bad", model: Uint8Array.of(1, 2, 3) }];
  await expect(environments.rollout(order({ policies: bad }), () => {})).rejects.toThrow(
    /policies\[1\]\.model: expected an ONNX model/,
  );
  const { rows } = await play(environments, order({ numSteps: 4 }));
  expect(rows.size).toBe(4 * N);
});

it("each answer is a sign of life: the server is waited for anew", async () => {
  const transport = transportOf({ maxMessageBytes: 2 ** 14 });
  const environments = await open([transport]);
  const start = performance.now();
  const waits: [sinceAnswer: number, sinceStart: number][] = [];
  await environments.rollout(order(), () => {
    waits.push([transport.waits.oldest(), (performance.now() - start) / 1000]);
  });
  const [sinceAnswer, sinceStart] = waits.at(-1)!;
  expect(waits.length).toBeGreaterThan(5);
  expect(sinceAnswer).toBeLessThan(sinceStart);
});

describe("refuses an answer with", () => {
  /** A transport whose rollouts are changed on their way. */
  function lying(change: (rollout: RolloutResponse) => Partial<RolloutResponse>): Transport {
    const transport = transportOf();
    return {
      ...transport,
      async *interact(requests, signal) {
        for await (const response of transport.interact(requests, signal)) {
          const { result } = response;
          if (result?.$case !== "rollout") yield response;
          else {
            const value = { ...result.value, ...change(result.value) };
            yield { ...response, result: { $case: "rollout", value } } satisfies InteractResponse;
          }
        }
      },
    };
  }

  const zeros = (tensor: Tensor | undefined, shape: number[]) => ({
    ...tensor!,
    shape,
    data: new Uint8Array(
      (tensor!.data.length / tensor!.shape.reduce((a, b) => a * b, 1)) * shape.reduce((a, b) => a * b, 1),
    ),
  });
  const int32 = (...values: number[]) =>
    encodeTensor(DataType.DATA_TYPE_INT32, [values.length], Int32Array.from(values));

  const LIES: Record<
    string,
    [change: (rollout: RolloutResponse) => Partial<RolloutResponse>, message: RegExp]
  > = {
    "too few steps": [
      ({ observations }) => ({ observations: zeros(observations, [9, N, 29]) }),
      /observations: expected shape \[1, 5, …\], got \[9, 5, 29\]/,
    ],
    "no actions": [() => ({ actions: undefined }), /actions: expected/],
    "actions that are none": [
      () => ({ actions: encodeTensor(DataType.DATA_TYPE_INT32, [1, N], Int32Array.of(0, 1, 2, 3, 4)) }),
      /actions: expected actions from 0 to 3, got 4/,
    ],
    "an observation that is no number": [
      ({ observations }) => ({
        observations: {
          ...observations!,
          data: new Uint8Array(new Float32Array(N * 29).fill(Number.NaN).buffer),
        },
      }),
      /observations: expected finite numbers, got NaN for component 0 in environment 0 after step 0 of a rollout/,
    ],
    "an end that no episode has": [
      ({ terminated }) => ({ terminated: { ...terminated!, data: Uint8Array.of(0, 0, 1, 0, 0) } }),
      /finished: expected environment 2 after step 0 of a rollout, which ended, got nothing of it/,
    ],
    "an episode of a step that there is not": [
      ({ terminated }) => ({
        terminated: { ...terminated!, data: Uint8Array.of(0, 0, 1, 0, 0) },
        finished: {
          ...{ environments: int32(2), lengths: int32(3), steps: int32(1), finalInfos: {} },
          ...{ returns: undefined, finalObservations: undefined },
        },
      }),
      /finished\.steps: expected steps from 0 to 0, got 1/,
    ],
    "a time that is none": [
      () => ({ actingSeconds: -1 }),
      /acting_seconds: expected a number from 0, got -1/,
    ],
  };

  it.each(Object.entries(LIES))("%s", async (_, [change, message]) => {
    const environments = await open([lying(change)]);
    await expect(environments.rollout(order(), () => {})).rejects.toThrow(message);
  });
});
