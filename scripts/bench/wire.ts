import { createRng } from "../../envs/index.js";
import { InteractResponse, Rewards, type StepResponse } from "../../proto/index.js";
import type { Bench, BenchContext } from "./bench.js";
import { medianFields } from "./median.js";
import { randomActions } from "./random-actions.js";
import { type Row, round } from "./row.js";
import { startServerProcess } from "./server-process.js";
import { openWireSession, type WireCase, type WireSession } from "./wire-session.js";

const CASES: readonly WireCase[] = [
  { environment: "half-cheetah", N: 40, n: 100 },
  { environment: "half-cheetah", N: 40, n: 1000 },
  { environment: "resource-gathering", N: 40, n: 25 },
];

/** Bytes of a megabyte. */
const MEGA = 1e6;
/** Steps before the first that counts. */
const WARM_UP = 20;

export const wire: Bench = {
  name: "wire",
  title: "wire: bytes of a step's response, and how fast they come",
  about:
    "N environments, random actions; rewards dense, or sparse where that is smaller. MB/s are of the response, " +
    "in the time from sending actions to having it, less the stepping. Ratios are of the whole message.",
  reference: { engine: "dense", field: "messageBytes", same: ["environment", "N", "n"] },
  hasPeers: false,
  run: (context) => measureWire(context, CASES),
};

export async function* measureWire(context: BenchContext, cases: readonly WireCase[]): AsyncIterable<Row> {
  const server = await startServerProcess(0);
  try {
    for (const wireCase of cases) {
      for (const sparse of [false, true]) {
        yield await measureCase(context, server.address, wireCase, sparse);
      }
    }
  } finally {
    server.stop();
  }
}

async function measureCase(
  { rounds, seconds, progress }: BenchContext,
  address: string,
  wireCase: WireCase,
  sparse: boolean,
): Promise<Row> {
  const { environment, N, n } = wireCase;
  const engine = sparse ? "sparse" : "dense";
  progress(`wire: ${environment}, n = ${n}, ${engine}`);
  const session = await openWireSession(address, wireCase, sparse);
  try {
    const step = medianFields(await measureMessages(session, N, rounds * seconds));
    const { messageBytes, rewardBytes, megabytesPerSecond } = step;
    return {
      ...{ bench: "wire", engine, ...wireCase, messageBytes, rewardBytes },
      messageBytesPerAgentStep: round(messageBytes / (N * n), 3),
      rewardBytesPerAgentStep: round(rewardBytes / (N * n), 3),
      megabytesPerSecond: round(megabytesPerSecond, 1),
    };
  } finally {
    await session.close();
  }
}

/** A response's bytes and how fast they came. */
type Message = Readonly<Record<"messageBytes" | "rewardBytes" | "megabytesPerSecond", number>>;

async function measureMessages(session: WireSession, N: number, seconds: number): Promise<Message[]> {
  const rng = createRng(0, "actions");
  const messages: Message[] = [];
  const end = performance.now() + 1000 * seconds;
  for (let i = 0; i <= WARM_UP || performance.now() < end; i++) {
    const actions = randomActions(session.actionSpace, N, rng);
    const sent = performance.now();
    const response = await session.step(actions);
    const waited = (performance.now() - sent) / 1000;
    if (i >= WARM_UP) messages.push(measured(response, waited - response.seconds));
  }
  return messages;
}

/** @param seconds - on the wire */
function measured(value: StepResponse, seconds: number): Message {
  const message = { sequence: 1, result: { $case: "step", value } } as const;
  const messageBytes = InteractResponse.encode(message).finish().length;
  const rewardBytes = Rewards.encode(value.rewards!).finish().length;
  return { messageBytes, rewardBytes, megabytesPerSecond: messageBytes / seconds / MEGA };
}
