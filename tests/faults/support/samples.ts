import {
  AttachRequest,
  CloseSessionRequest,
  CreateSessionRequest,
  DataType,
  DescribeEnvironmentRequest,
  encodeTensor,
  InteractRequest,
  RenewLeaseRequest,
} from "../../../proto/index.js";
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
    { $case: "attach", value: AttachRequest.fromPartial({ sessionId: "A".repeat(24) }) },
  ];
  return actions.map((action) => InteractRequest.encode({ sequence, action }).finish());
}
