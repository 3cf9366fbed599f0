import { createRng } from "../../../envs/index.js";
import {
  CreateSessionRequest,
  type CreateSessionResponse,
  DataType,
  type EnvironmentService,
  encodeTensor,
  type ResetResponse,
  StepResponse,
  type Tensor,
} from "../../../proto/index.js";
import { openStream, type Stream } from "./stream.js";

/** A session with its stream, and requests numbered as they should be. */
export interface TestSession {
  readonly created: CreateSessionResponse;
  readonly id: string;
  readonly stream: Stream;
  /** The next sequence number. */
  next: number;
  reset(options?: { mask?: Tensor; seed?: number }): Promise<ResetResponse>;
  step(actions: Tensor): Promise<StepResponse>;
  save(): Promise<Uint8Array[]>;
  restore(states: Uint8Array[]): Promise<Tensor>;
  close(): Promise<void>;
}

type Fields = Partial<CreateSessionRequest>;

/** Resource Gathering with three environments, unless told otherwise. */
export function sessionRequest(fields: Fields = {}): CreateSessionRequest {
  const defaults = { environmentId: "resource-gathering", numEnvironments: 3, seed: 7 };
  return { ...CreateSessionRequest.fromPartial(defaults), ...fields };
}

export async function openSession(service: EnvironmentService, fields: Fields = {}): Promise<TestSession> {
  const created = await service.createSession(sessionRequest(fields));
  const stream = openStream(service);
  const id = created.sessionId;
  const session: TestSession = {
    created,
    id,
    stream,
    next: await stream.attach(id),
    reset: ({ mask, seed } = {}) => stream.request(session.next++, { $case: "reset", value: { mask, seed } }),
    step: (actions) => stream.request(session.next++, { $case: "step", value: { actions } }),
    save: async () => (await stream.request(session.next++, { $case: "saveState", value: {} })).states,
    restore: async (states) =>
      (await stream.request(session.next++, { $case: "restoreState", value: { states } })).observations!,
    close: async () => {
      stream.end();
      await service.closeSession({ sessionId: id });
    },
  };
  return session;
}

/** INT32 [N]. */
export function discreteActions(actions: readonly number[]): Tensor {
  return encodeTensor(DataType.DATA_TYPE_INT32, [actions.length], Int32Array.from(actions));
}

/** Random moves of Resource Gathering, the same for the same seed: [steps] of INT32 [N]. */
export function randomMoves(steps: number, numEnvs: number, seed = 0): Tensor[] {
  const rng = createRng(seed, "moves");
  return Array.from({ length: steps }, () =>
    discreteActions(Array.from({ length: numEnvs }, () => rng.integer(4))),
  );
}

/** BOOL [N]. */
export function mask(...entries: number[]): Tensor {
  return encodeTensor(DataType.DATA_TYPE_BOOL, [entries.length], Uint8Array.from(entries));
}

/** Without the time it took, which alone may differ, and with plain bytes whatever the transport. */
export function timeless(step: StepResponse): StepResponse {
  return StepResponse.decode(StepResponse.encode({ ...step, seconds: 0 }).finish());
}
