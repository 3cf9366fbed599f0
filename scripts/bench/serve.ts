import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DataType, encodeTensor, policies } from "../../proto/index.js";
import { FORMS, testDossier } from "../../tests/policies/support/registry.js";
import { type AnnouncedProcess, startAnnounced } from "./announced-process.js";
import type { Bench, BenchContext } from "./bench.js";
import { alternate, type Contender } from "./contenders.js";
import { startPoliciesProcess } from "./policies-process.js";
import { ECHO_PATH, openRawStream, type RawStream } from "./raw-stream.js";
import type { Row } from "./row.js";
import { medianMilliseconds } from "./timing.js";

const programAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** B, observations of a request. */
const BATCHES = [1, 64];
/** Calls before the first round. */
const WARM_UP = 200;

export const serve: Bench = {
  name: "serve",
  title: "serve: microseconds per request of an approved policy",
  about:
    "Observations of half-cheetah in, actions out, over one stream on loopback. `echo` sends the same bytes back, which is what the wire alone takes; " +
    "the peer is ONNX Runtime behind gRPC in Python, which checks, counts and logs nothing.",
  reference: { engine: "echo", field: "us", same: ["B"] },
  hasPeers: true,
  run: (context) => measureServing(context, BATCHES),
};

/** @param batches - each B to measure at */
export async function* measureServing(context: BenchContext, batches: readonly number[]): AsyncIterable<Row> {
  const root = await mkdtemp(join(tmpdir(), "caucus-serve-"));
  const servers: AnnouncedProcess[] = [];
  const streams: RawStream[] = [];
  const add = (server: AnnouncedProcess) => {
    servers.push(server);
    return server.address;
  };
  const start = async (...command: string[]) => add(await startAnnounced(command));
  const open = (address: string, path: string) => {
    const stream = openRawStream(address, path);
    streams.push(stream);
    return stream;
  };
  try {
    const { models } = testDossier(FORMS.halfCheetah);
    const echo = open(await start(process.execPath, programAt("./echo-main.js")), ECHO_PATH);
    const { server } = await startPoliciesProcess(root);
    const ours = open(add(server), "/policies.v1.PolicyService/ActStream");
    const contenders: Contender[] = [];
    for (const B of batches) {
      contenders.push(await contender(context, { engine: "echo", B }, echo, actRequest(B)));
      contenders.push(await contender(context, { engine: "caucus-policies", B }, ours, actRequest(B)));
    }
    if (context.peers !== undefined) {
      const model = join(root, "policy.onnx");
      await writeFile(model, models[0]);
      const peer = open(await start(context.peers, "scripts/bench/peers/serve.py", model), ECHO_PATH);
      for (const B of batches)
        contenders.push(await contender(context, { engine: "onnxruntime", B }, peer, rawRequest(B)));
    }
    yield* await alternate(contenders, context, { field: "us", decimals: 1 }, "serve");
  } finally {
    for (const stream of streams) stream.close();
    for (const server of servers) server.stop();
    await Promise.all(servers.map(({ stopped }) => stopped));
    await rm(root, { recursive: true, force: true });
  }
}

/** A stream that has had its warm-up. */
async function contender(
  { seconds }: BenchContext,
  { engine, B }: { readonly engine: string; readonly B: number },
  stream: RawStream,
  message: Buffer,
): Promise<Contender> {
  const call = async () => void (await stream.ask(message));
  for (let i = 0; i < WARM_UP; i++) await call();
  return {
    name: `${engine}, B = ${B}`,
    async measure() {
      return [{ bench: "serve", engine, B, us: 1000 * (await medianMilliseconds(call, seconds)) }];
    },
  };
}

const observationsOf = (B: number) => new Float32Array(B * FORMS.halfCheetah.observationSize).fill(0.1);

function actRequest(B: number): Buffer {
  const shape = [B, FORMS.halfCheetah.observationSize];
  const values = encodeTensor(DataType.DATA_TYPE_FLOAT32, shape, observationsOf(B));
  const request = policies.ActStreamRequest.fromPartial({
    actors: { who: { $case: "policy", value: "cheetah/1" } },
    observations: { values },
  });
  return Buffer.from(policies.ActStreamRequest.encode(request).finish());
}

function rawRequest(B: number): Buffer {
  return Buffer.from(observationsOf(B).buffer);
}
