import { credentials } from "@grpc/grpc-js";
import { type ContractError, dmEnvRpc, errorFromStatus } from "../../../proto/index.js";
import { packTensor } from "../../../server/dm-env-rpc/tensors.js";
import type { HostedService } from "../../../server/index.js";
import { createOutbox } from "./stream.js";

const { DataType } = dmEnvRpc;
export type Payload = NonNullable<dmEnvRpc.EnvironmentRequest["payload"]>;
type Answer = NonNullable<dmEnvRpc.EnvironmentResponse["payload"]>;
type Settings = Record<string, dmEnvRpc.Tensor>;
type Process = (
  requests: AsyncIterable<dmEnvRpc.EnvironmentRequest>,
) => AsyncIterable<dmEnvRpc.EnvironmentResponse>;

/** A stream of dm_env_rpc, used one message at a time. */
export interface WorldStream {
  send(payload: dmEnvRpc.EnvironmentRequest["payload"]): void;
  /** @returns undefined at the stream's end */
  receive(): Promise<Answer | undefined>;
  /** @returns the result of one request; rejects with the error it failed with */
  request<Case extends Payload["$case"]>(
    $case: Case,
    value: Extract<Payload, { $case: Case }>["value"],
  ): Promise<Extract<Answer, { $case: Case }>["value"]>;
  create(settings: Settings): Promise<string>;
  join(worldName: string): Promise<dmEnvRpc.ActionObservationSpecs>;
  /** @param uids - of the observations to send */
  step(action?: dmEnvRpc.Tensor, ...uids: number[]): Promise<dmEnvRpc.StepResponse>;
  /** Closes the client's side, and waits for the server's. */
  end(): Promise<void>;
}

export function openWorldStream({ process }: { process: Process }): WorldStream {
  const outbox = createOutbox<dmEnvRpc.EnvironmentRequest>();
  const responses = process(outbox.items)[Symbol.asyncIterator]();
  const stream: WorldStream = {
    send: (payload) => outbox.push({ payload }),
    async receive() {
      const { done, value } = await responses.next();
      return done ? undefined : value.payload;
    },
    async request($case, value) {
      stream.send({ $case, value } as Payload);
      const answer = await stream.receive();
      if (answer?.$case === $case) return answer.value as never;
      throw errorOf(answer);
    },
    create: async (settings) => (await stream.request("createWorld", { settings })).worldName,
    join: async (worldName) => (await stream.request("joinWorld", { worldName, settings: {} })).specs!,
    step: (action, ...requestedObservations) =>
      stream.request("step", { actions: action === undefined ? {} : { 1: action }, requestedObservations }),
    async end() {
      outbox.end();
      while ((await stream.receive()) !== undefined);
    },
  };
  return stream;
}

/** The error that an answer is. */
export function errorOf(answer: Answer | undefined): ContractError | Error {
  if (answer?.$case !== "error") return new Error(`not an error but ${answer?.$case ?? "the stream's end"}`);
  return errorFromStatus(answer.value) ?? new Error(answer.value.message);
}

/** The service's stream over gRPC. */
export function connectWorlds(address: string): { process: Process; client: dmEnvRpc.EnvironmentClient } {
  const client = new dmEnvRpc.EnvironmentClient(address, credentials.createInsecure());
  async function* process(requests: AsyncIterable<dmEnvRpc.EnvironmentRequest>) {
    const call = client.process();
    void (async () => {
      for await (const request of requests) call.write(request);
      call.end();
    })();
    yield* call as AsyncIterable<dmEnvRpc.EnvironmentResponse>;
  }
  return { process, client };
}

/** Worlds' settings; whole numbers are INT64, as Python's are. */
export function settings(values: Record<string, string | number | boolean>): Settings {
  const pack = (value: string | number | boolean) => {
    if (typeof value === "string") return packTensor(DataType.STRING, [], [value]);
    if (typeof value === "boolean") return packTensor(DataType.BOOL, [], [value]);
    return packTensor(Number.isInteger(value) ? DataType.INT64 : DataType.DOUBLE, [], [value]);
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, pack(value)]));
}

/** A move of Resource Gathering: 0 … 3 are up, down, left, right. */
export const move = (direction: number) => packTensor(DataType.INT32, [], [direction]);

/** A stream that has joined a world of its own. */
export async function joinNewWorld(
  service: { process: HostedService["process"] },
  values: Record<string, string | number | boolean> = { env: "resource-gathering" },
): Promise<{ stream: WorldStream; worldName: string; specs: dmEnvRpc.ActionObservationSpecs }> {
  const stream = openWorldStream(service);
  const worldName = await stream.create(settings(values));
  return { stream, worldName, specs: await stream.join(worldName) };
}
