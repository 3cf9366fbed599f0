import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRng } from "../../../envs/index.js";
import { DataType, encodeTensor, policies } from "../../../proto/index.js";
import type { Bench, BenchContext } from "../bench.js";
import { alternate, type Contender } from "../contenders.js";
import { noise } from "../noise-batch.js";
import { callsPerSecond } from "../timing.js";
import { type ApprovedPolicy, POLICY, SIZES, writeApprovedPolicy } from "./approved-policy.js";
import { type ServerProgram, startProgram } from "./program.js";
import { openRawStream, type RawStream } from "./raw-stream.js";

const POLICIES = fileURLToPath(new URL("../../../policies/cli/main.js", import.meta.url));
const ECHO = fileURLToPath(new URL("./echo-main.js", import.meta.url));
const PEER = join("scripts", "bench", "peers", "serve.py");

/** B, observations in a request. */
const BATCHES = [1, 64];
/** Requests before the first that counts. */
const WARM_UP = 500;

export const serve: Bench = {
  name: "serve",
  title: "serve: microseconds per request of a stream",
  about:
    "Observations to a server of policies on loopback, and their actions back, one request after the other; hidden layers " +
    "of 64 and 64. The echo answers requests of the same size with as many bytes and does nothing else; onnxruntime is a " +
    "plain gRPC server in Python that runs the same file. A ratio below 1 is faster.",
  reference: { engine: "echo", field: "us", same: ["B"] },
  hasPeers: true,
  run: (context) => measureServing(context, BATCHES),
};

/** @param batches - each B to measure at */
export async function* measureServing(context: BenchContext, batches: readonly number[]) {
  const directory = await mkdtemp(join(tmpdir(), "caucus-bench-"));
  const opened: { close(): unknown }[] = [];
  try {
    const approved = await writeApprovedPolicy(directory);
    const start = async (program: string, args: readonly string[]): Promise<ServerProgram> => {
      const server = await startProgram(program, args);
      opened.push({ close: server.stop });
      return server;
    };
    const caucus = await start(process.execPath, [POLICIES, ...flagsOf(directory, approved)]);
    const peer = context.peers && (await start(context.peers, [PEER, approved.model]));
    for (const B of batches) {
      const requests = requestsOf(B);
      const answer = await answerTo(caucus.address, requests.caucus);
      const echo = await start(process.execPath, [ECHO, String(answer.length)]);
      const streams = [
        { engine: "echo", stream: openRawStream(echo.address, "/bench.Echo/Echo"), request: requests.caucus },
        { engine: "caucus", stream: openRawStream(caucus.address, ACT_STREAM), request: requests.caucus },
        ...(peer
          ? [
              {
                engine: "onnxruntime",
                stream: openRawStream(peer.address, "/bench.Policy/Act"),
                request: requests.bare,
              },
            ]
          : []),
      ];
      opened.push(...streams.map(({ stream }) => stream));
      const contenders = streams.map((one) => contender(context, B, one));
      for (const { measure } of contenders) await measure();
      yield* await alternate(contenders, context, { field: "us", decimals: 1 }, `serve, B = ${B}`);
    }
  } finally {
    for (const { close } of opened.reverse()) await close();
    await rm(directory, { recursive: true, force: true });
  }
}

const ACT_STREAM = "/policies.v1.PolicyService/ActStream";

function flagsOf(directory: string, { registry, reviewers }: ApprovedPolicy): string[] {
  const paths = ["--registry", registry, "--reviewers", reviewers, "--state", join(directory, "state")];
  return [...paths, "--port", "0", "--json", "--exit-with-parent", "--log-level", "warn"];
}

/** The same observations as a request of policies.v1, and as nothing but their numbers. */
function requestsOf(B: number): Readonly<Record<"caucus" | "bare", Buffer>> {
  const observations = noise(B * SIZES.d, createRng(0, "observations"));
  const values = encodeTensor(DataType.DATA_TYPE_FLOAT32, [B, SIZES.d], observations);
  const choice = policies.ActionChoice.ACTION_CHOICE_MODE;
  const request = policies.ActStreamRequest.fromPartial({
    actors: { who: { $case: "policy", value: POLICY } },
    observations: { values, choice },
  });
  return {
    caucus: Buffer.from(policies.ActStreamRequest.encode(request).finish()),
    bare: Buffer.from(observations.buffer),
  };
}

/** @throws Error if the server does not answer with actions */
async function answerTo(address: string, request: Buffer): Promise<Buffer> {
  const stream = openRawStream(address, ACT_STREAM);
  try {
    const answer = await stream.ask(request);
    const { result } = policies.ActStreamResponse.decode(answer);
    if (result?.$case === "actions") return answer;
    throw new Error(`serve: expected actions, got ${JSON.stringify(result)}`);
  } finally {
    stream.close();
  }
}

interface Served {
  readonly engine: string;
  readonly stream: RawStream;
  readonly request: Buffer;
}

function contender({ seconds }: BenchContext, B: number, { engine, stream, request }: Served): Contender {
  return {
    name: engine,
    async measure() {
      for (let i = 0; i < WARM_UP; i++) await stream.ask(request);
      const calls = await callsPerSecond(() => stream.ask(request), seconds);
      return [{ bench: "serve", engine, B, us: 1e6 / calls }];
    },
  };
}
