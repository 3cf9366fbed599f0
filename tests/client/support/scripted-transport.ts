import { ConnectionError, type Transport } from "../../../client/remote/transport/transport.js";
import {
  ContractError,
  type ErrorReason,
  errorToStatus,
  type InteractRequest,
  type InteractResponse,
} from "../../../proto/index.js";

/** A server's end of one stream: takes requests, as many as it says at a time, and yields responses. */
export type Script = (
  take: (count: number) => Promise<InteractRequest[]>,
) => AsyncGenerator<InteractResponse>;

export interface ScriptedTransport extends Transport {
  /** Of each stream, what the server took: "attach" or "saveState 3", say. */
  readonly taken: readonly (readonly string[])[];
}

/** A transport to a server that does as told: one script a stream, the last of them for all streams after it. */
export function scriptedTransport(...scripts: Script[]): ScriptedTransport {
  const taken: string[][] = [];
  const interact = (requests: AsyncIterable<InteractRequest>) => {
    const script = scripts[Math.min(taken.length, scripts.length - 1)];
    const log: string[] = [];
    taken.push(log);
    const iterator = requests[Symbol.asyncIterator]();
    return script(async (count) => {
      const some: InteractRequest[] = [];
      while (some.length < count) {
        const { done, value } = await iterator.next();
        if (done) break;
        some.push(value);
        log.push(nameOf(value));
      }
      return some;
    });
  };
  return { address: "there:1", taken, interact } as Partial<ScriptedTransport> as ScriptedTransport;
}

const nameOf = ({ sequence, action }: InteractRequest): string =>
  action?.$case === "attach" ? `attach to ${action.value.sessionId}` : `${action?.$case} ${sequence}`;

export const attached: InteractResponse = {
  sequence: 0,
  result: { $case: "attach", value: { nextSequence: 1 } },
};

/** A response to a request to save states: one state of one byte. */
export const saved = (sequence: number, state = sequence): InteractResponse => ({
  sequence,
  result: { $case: "saveState", value: { states: [Uint8Array.of(state)] } },
});

export const failed = (sequence: number, reason: ErrorReason, text = "no"): InteractResponse => ({
  sequence,
  result: { $case: "error", value: errorToStatus(new ContractError(reason, text)) },
});

export const broken = (reason = "connection reset") => new ConnectionError("there:1", reason);

/** A stream that attaches, and answers every request until it is closed. */
export async function* answering(take: (count: number) => Promise<InteractRequest[]>) {
  await take(1);
  yield attached;
  while (true) {
    const [request] = await take(1);
    if (request === undefined) return;
    yield saved(request.sequence);
  }
}

/** A stream that attaches, takes that many requests, answers that many of them, and breaks. */
export const breaking = (takes: number, answers: number): Script =>
  async function* (take) {
    await take(1);
    yield attached;
    const requests = await take(takes);
    for (const { sequence } of requests.slice(0, answers)) yield saved(sequence);
    throw broken();
  };

/** A stream that cannot be opened. */
// biome-ignore lint/correctness/useYield: it breaks before its first response
export const refusing: Script = async function* () {
  throw broken("connection refused");
};
