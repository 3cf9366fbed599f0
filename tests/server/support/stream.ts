import {
  ContractError,
  type EnvironmentService,
  errorFromStatus,
  type InteractRequest,
  type InteractResponse,
} from "../../../proto/index.js";

export type Action = NonNullable<InteractRequest["action"]>;
export type ActionOf<Case extends Action["$case"]> = Extract<Action, { $case: Case }>;
export type Result = NonNullable<InteractResponse["result"]>;

/** A stream of Interact, used one message at a time. */
export interface Stream {
  send(sequence: number, action: InteractRequest["action"]): void;
  /** @returns undefined at the stream's end; rejects with the status that ended it */
  receive(): Promise<InteractResponse | undefined>;
  /** @returns the result of one request; rejects with the error it failed with */
  request<Case extends Action["$case"]>(
    sequence: number,
    action: ActionOf<Case>,
  ): Promise<Extract<Result, { $case: Case }>["value"]>;
  attach(sessionId: string): Promise<number>;
  /** Closes the client's side. */
  end(): void;
}

export function openStream(service: EnvironmentService): Stream {
  const outbox = createOutbox<InteractRequest>();
  const responses = service.interact(outbox.items)[Symbol.asyncIterator]();
  const stream: Stream = {
    send: (sequence, action) => outbox.push({ sequence, action }),
    receive: async () => {
      const { done, value } = await responses.next();
      return done ? undefined : value;
    },
    async request(sequence, action) {
      stream.send(sequence, action);
      const response = await stream.receive();
      if (response?.result === undefined) throw new Error("the stream ended without a response");
      if (response.sequence !== sequence)
        throw new Error(`response to ${response.sequence}, not ${sequence}`);
      return resultOf(response) as never;
    },
    async attach(sessionId) {
      return (await stream.request(0, { $case: "attach", value: { sessionId } })).nextSequence;
    },
    end: outbox.end,
  };
  return stream;
}

/** @throws ContractError if the response is one */
export function resultOf({ result }: InteractResponse): unknown {
  if (result?.$case !== "error") return result?.value;
  throw errorFromStatus(result.value) ?? new Error(result.value.message);
}

/** The text of the error, or the case of the result. */
export function outcome(response: InteractResponse | undefined): string {
  const result = response?.result;
  return result?.$case === "error" ? result.value.message : (result?.$case ?? "the stream's end");
}

/** @returns the error that a promise rejects with */
export async function rejection(promise: Promise<unknown>): Promise<ContractError> {
  const error = await promise.then(
    () => new Error("it did not reject"),
    (reason) => reason,
  );
  if (error instanceof ContractError) return error;
  throw error;
}

/** Items to be read in the order they are put, until the end. */
export function createOutbox<T>() {
  const queue: T[] = [];
  let ended = false;
  let wake = () => {};
  async function* items(): AsyncGenerator<T> {
    for (;;) {
      const item = queue.shift();
      if (item !== undefined) yield item;
      else if (ended) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    items: items(),
    push(item: T) {
      queue.push(item);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
  };
}
