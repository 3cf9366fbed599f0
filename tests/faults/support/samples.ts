import type { Rng } from "../../../envs/index.js";
import {
  AttachRequest,
  CloseSessionRequest,
  CreateSessionRequest,
  DataType,
  DescribeEnvironmentRequest,
  dmEnvRpc,
  encodeTensor,
  InteractRequest,
  RenewLeaseRequest,
  RolloutRequest,
} from "../../../proto/index.js";
import { packTensor } from "../../../server/dm-env-rpc/tensors.js";
import { categoricalParts, modelOf } from "../../server/support/policies.js";
import { discreteActions, mask, sessionRequest } from "../../server/support/session.js";

const METHOD = "/rmdp.v1.EnvironmentService";

/** A unary method and a request that it takes. */
export interface UnarySample {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** @param sessionId - of a session there is */
export function unarySamples(sessionId: string): UnarySample[] {
  const agents = { kind: { $case: "sampled" as const, value: { count: 25, seed: 1 } } };
  const parameters = encodeTensor(DataType.DATA_TYPE_FLOAT64, [2, 1], Float64Array.of(1, 2));
  const options = { max_episode_steps: 9 };
  const describe = { environmentId: "resource-gathering", options, agents };
  const created = sessionRequest({
    options,
    agents,
    leaseSeconds: 0.5,
    infos: ["position"],
    numEnvironments: 2,
  });
  const given = { kind: { $case: "parameters" as const, value: parameters } };
  return [
    { path: `${METHOD}/GetServerInfo`, bytes: Buffer.of(10, 1, 65) },
    { path: `${METHOD}/ListEnvironments`, bytes: new Uint8Array() },
    { path: `${METHOD}/DescribeEnvironment`, bytes: DescribeEnvironmentRequest.encode(describe).finish() },
    { path: `${METHOD}/CreateSession`, bytes: CreateSessionRequest.encode(created).finish() },
    {
      path: `${METHOD}/CreateSession`,
      bytes: CreateSessionRequest.encode({
        ...created,
        environmentId: "half-cheetah",
        agents: given,
      }).finish(),
    },
    { path: `${METHOD}/RenewLease`, bytes: RenewLeaseRequest.encode({ sessionId }).finish() },
    {
      path: `${METHOD}/CloseSession`,
      bytes: CloseSessionRequest.encode({ sessionId: "A".repeat(24) }).finish(),
    },
    { path: `${METHOD}/NoSuchMethod`, bytes: Buffer.from("anything") },
  ];
}

/** What texts are made of: letters, halves of pairs, what shows and what does not, what a header cannot hold. */
const SNIPPETS = [
  "x",
  "é",
  "😀",
  "\ud83d",
  "\ude00",
  "\0",
  "\x1b[2J",
  "\r\n",
  "\u202e",
  "%",
  "\uffff",
  "__proto__",
  '"',
];

export function hostileText(rng: Rng): string {
  const snippets = Array.from({ length: 1 + rng.integer(3) }, () => SNIPPETS[rng.integer(SNIPPETS.length)]);
  return snippets.map((snippet) => snippet.repeat(rng.integer(10) === 0 ? 3000 : rng.integer(40))).join("");
}

/** A unary request with a text in one of the places where there may be one. */
export function textSample(rng: Rng): UnarySample {
  const text = hostileText(rng);
  const options = { [text]: 1 };
  const describe = (environmentId: string) =>
    DescribeEnvironmentRequest.encode({ environmentId, options, agents: undefined }).finish();
  const create = (fields: Partial<CreateSessionRequest>) =>
    CreateSessionRequest.encode(sessionRequest(fields)).finish();
  const samples: UnarySample[] = [
    { path: `${METHOD}/CloseSession`, bytes: CloseSessionRequest.encode({ sessionId: text }).finish() },
    { path: `${METHOD}/RenewLease`, bytes: RenewLeaseRequest.encode({ sessionId: text }).finish() },
    { path: `${METHOD}/DescribeEnvironment`, bytes: describe(text) },
    { path: `${METHOD}/DescribeEnvironment`, bytes: describe("hopper") },
    { path: `${METHOD}/CreateSession`, bytes: create({ infos: [text] }) },
    { path: `${METHOD}/CreateSession`, bytes: create({ environmentId: text }) },
    { path: `${METHOD}/CreateSession`, bytes: create({ options: { max_episode_steps: text } }) },
  ];
  return samples[rng.integer(samples.length)];
}

/** Requests of a stream of dm_env_rpc. */
export function worldSamples(worldName: string): Uint8Array[] {
  const scalar = (text: string) => packTensor(dmEnvRpc.DataType.STRING, [], [text]);
  const world = { env: scalar("resource-gathering"), seed: packTensor(dmEnvRpc.DataType.INT64, [], [3]) };
  const payloads: dmEnvRpc.EnvironmentRequest["payload"][] = [
    { $case: "createWorld", value: { settings: world } },
    {
      $case: "createWorld",
      value: { settings: { ...world, agents: packTensor(dmEnvRpc.DataType.DOUBLE, [2, 1], [1, 2]) } },
    },
    { $case: "joinWorld", value: { worldName, settings: {} } },
    {
      $case: "step",
      value: {
        actions: { 1: packTensor(dmEnvRpc.DataType.INT32, [], [1]) },
        requestedObservations: [1, 2, 3],
      },
    },
    { $case: "reset", value: { settings: { seed: world.seed } } },
    { $case: "resetWorld", value: { worldName, settings: {} } },
    { $case: "leaveWorld", value: {} },
    { $case: "destroyWorld", value: { worldName } },
  ];
  return payloads.map((payload) => dmEnvRpc.EnvironmentRequest.encode({ payload }).finish());
}

const POLICY = modelOf(categoricalParts(29, 4));
const ROLLOUT = RolloutRequest.fromPartial({
  numSteps: 5,
  policies: discreteActions([0, 0, 0]),
  noiseSeed: 1,
});

/**
 * Requests of a stream to a session of three environments of Resource Gathering.
 * @param states - saved ones
 */
export function streamSamples(sequence: number, states: Uint8Array[]): Uint8Array[] {
  const actions: InteractRequest["action"][] = [
    { $case: "reset", value: { mask: undefined, seed: undefined } },
    { $case: "reset", value: { mask: mask(1, 0, 1), seed: 3 } },
    { $case: "step", value: { actions: discreteActions([0, 1, 2]) } },
    { $case: "render", value: { mask: mask(1, 0, 0) } },
    { $case: "saveState", value: {} },
    { $case: "restoreState", value: { states } },
    { $case: "putPolicies", value: { policies: [{ name: "moves", model: POLICY }] } },
    { $case: "rollout", value: ROLLOUT },
    { $case: "attach", value: AttachRequest.fromPartial({ sessionId: "A".repeat(24) }) },
  ];
  return actions.map((action) => InteractRequest.encode({ sequence, action }).finish());
}
