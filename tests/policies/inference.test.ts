// The Open Inference Protocol, as clients that were written for it use it.
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { expect, it, onTestFinished } from "vitest";
import { inference } from "../../proto/index.js";
import { FORMS, testDossier, testRegistry } from "./support/registry.js";
import { serve } from "./support/server.js";

type Client = inference.GRPCInferenceServiceClient;

interface Answers {
  serverLive: inference.ServerLiveResponse;
  serverReady: inference.ServerReadyResponse;
  modelReady: inference.ModelReadyResponse;
  serverMetadata: inference.ServerMetadataResponse;
  modelMetadata: inference.ModelMetadataResponse;
  modelInfer: inference.ModelInferResponse;
  repositoryIndex: inference.RepositoryIndexResponse;
}

function ask<M extends keyof Answers>(client: Client, method: M, request: object): Promise<Answers[M]> {
  return new Promise((resolve, reject) => {
    const done = (error: ServiceError | null, answer: Answers[M]) =>
      error ? reject(error) : resolve(answer);
    (client[method] as unknown as (request: object, callback: typeof done) => void).call(
      client,
      request,
      done,
    );
  });
}

async function inferenceClient(discrete = false) {
  const registry = await testRegistry();
  const { policies } = await registry.publish("robots", testDossier(discrete ? FORMS.grid : FORMS.robot));
  await registry.decide("robots", "ada");
  const { server, client: own } = await serve(registry);
  const client = new inference.GRPCInferenceServiceClient(server.address, credentials.createInsecure());
  onTestFinished(() => client.close());
  return { client, own, digest: policies[0].sha256, digest3: policies[2].sha256 };
}

const bytes = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const request = (changes: Partial<inference.ModelInferRequest> = {}) =>
  inference.ModelInferRequest.fromPartial({
    modelName: "robots/1",
    id: "7",
    inputs: [{ name: "observation", datatype: "FP32", shape: [2, 3] }],
    rawInputContents: [bytes(0.1, -0.2, 0.3, 0.4, 0.5, 0.6)],
    ...changes,
  });

it("describes itself and its models", async () => {
  const { client, digest, digest3 } = await inferenceClient();
  expect(await ask(client, "serverLive", {})).toEqual({ live: true });
  expect(await ask(client, "serverReady", {})).toEqual({ ready: true });
  expect(await ask(client, "serverMetadata", {})).toMatchObject({ name: "caucus-policies" });
  const ready = (name: string, version = "") => ask(client, "modelReady", { name, version });
  expect(await ready("robots/1")).toEqual({ ready: true });
  expect(await ready("robots/1", digest)).toEqual({ ready: true });
  expect(await ready("robots/1", digest3)).toEqual({ ready: false });
  expect(await ready("robots/3")).toEqual({ ready: false });
  expect(await ask(client, "modelMetadata", { name: "robots/1", version: "" })).toEqual({
    name: "robots/1",
    versions: [digest],
    platform: "onnxruntime_onnx",
    inputs: [{ name: "observation", datatype: "FP32", shape: [-1, 3] }],
    outputs: ["action", "mean", "log_std"].map((name) => ({ name, datatype: "FP32", shape: [-1, 2] })),
  });
  const { models } = await ask(client, "repositoryIndex", { repositoryName: "", ready: false });
  expect(models.map(({ name, state, reason }) => [name, state, reason])).toEqual([
    ["robots/1", "READY", ""],
    ["robots/2", "READY", ""],
    ["robots/3", "UNAVAILABLE", "nobody has decided about it"],
  ]);
  const listed = await ask(client, "repositoryIndex", { repositoryName: "", ready: true });
  expect(listed.models).toHaveLength(2);
});

it("infers what policies.v1 says, from raw bytes and from lists", async () => {
  const { client, own } = await inferenceClient();
  const raw = await ask(client, "modelInfer", request());
  expect(raw).toMatchObject({ modelName: "robots/1", id: "7" });
  expect(raw.outputs.map(({ name, shape }) => [name, shape])).toEqual([
    ["action", [2, 2]],
    ["mean", [2, 2]],
    ["log_std", [2, 2]],
  ]);
  const observations = Float32Array.of(0.1, -0.2, 0.3, 0.4, 0.5, 0.6);
  const { actions } = await own.act({ policy: "robots/1" }, observations, { rows: 2 });
  expect(Buffer.from(raw.rawOutputContents[0])).toEqual(Buffer.from(actions.buffer, actions.byteOffset, 16));
  expect(Buffer.from(raw.rawOutputContents[2])).toEqual(Buffer.from(bytes(-1, -1, -1, -1)));
  const contents = inference.InferTensorContents.fromPartial({ fp32Contents: [...observations] });
  const inputs = [{ name: "observation", datatype: "FP32", shape: [2, 3], parameters: {}, contents }];
  const outputs = [{ name: "mean", parameters: {} }];
  const listed = await ask(client, "modelInfer", request({ inputs, outputs, rawInputContents: [] }));
  expect(listed.rawOutputContents).toEqual([raw.rawOutputContents[1]]);
});

it("infers categories", async () => {
  const { client } = await inferenceClient(true);
  const { outputs, rawOutputContents } = await ask(client, "modelInfer", request());
  expect(outputs.map(({ name, datatype, shape }) => [name, datatype, shape])).toEqual([
    ["action", "INT32", [2]],
    ["logits", "FP32", [2, 2]],
  ]);
  const logits = new Float32Array(new Uint8Array(rawOutputContents[1]).buffer);
  const chosen = new Int32Array(new Uint8Array(rawOutputContents[0]).buffer);
  expect([...chosen]).toEqual([Number(logits[1] > logits[0]), Number(logits[3] > logits[2])]);
});

it("streams, with errors among the answers", async () => {
  const { client } = await inferenceClient();
  const call = client.modelStreamInfer();
  call.write(request());
  call.write(request({ modelName: "robots/9", id: "8" }));
  call.write(request({ id: "9" }));
  call.end();
  const answers: inference.ModelStreamInferResponse[] = [];
  for await (const answer of call) answers.push(answer);
  expect(answers.map(({ errorMessage, inferResponse }) => [inferResponse!.id, errorMessage])).toEqual([
    ["7", ""],
    [
      "8",
      'model: expected a policy that is served, got "robots/9", which is not: the dossier has 3 policies',
    ],
    ["9", ""],
  ]);
});

const input = (changes: object) => ({
  inputs: [
    { name: "observation", datatype: "FP32", shape: [2, 3], parameters: {}, contents: undefined, ...changes },
  ],
});

it.each<[string, Partial<inference.ModelInferRequest>, number, string]>([
  [
    "a policy that is not approved",
    { modelName: "robots/3" },
    5,
    'model: expected a policy that is served, got "robots/3", which is not: nobody has decided about it',
  ],
  ["another version", { modelVersion: "1" }, 5, 'model version: expected none or "'],
  ["another input", input({ name: "obs" }), 3, 'inputs: expected one, "observation", got "obs"'],
  [
    "another datatype",
    input({ datatype: "FP64" }),
    3,
    'input "observation": datatype: expected FP32, got FP64',
  ],
  [
    "another shape",
    input({ shape: [2, 4] }),
    3,
    'input "observation": shape: expected [B, 3], with B at least 1, got [2, 4]',
  ],
  [
    "too many rows",
    input({ shape: [5000, 3] }),
    8,
    'input "observation": shape: expected at most 1024 observations',
  ],
  [
    "too few bytes",
    { rawInputContents: [bytes(1, 2)] },
    3,
    "raw_input_contents: expected one of 24 bytes, got 8",
  ],
  ["too few numbers", { rawInputContents: [] }, 3, "fp32_contents: expected 6 numbers, got 0"],
  [
    "NaN",
    { rawInputContents: [bytes(1, 2, 3, 4, Number.NaN, 6)] },
    3,
    'input "observation"[1, 1]: expected a finite number, got NaN',
  ],
  [
    "another output",
    { outputs: [{ name: "value", parameters: {} }] },
    3,
    'outputs: expected some of action, mean, log_std, got "value"',
  ],
])("refuses %s", async (_, changes, code, message) => {
  const { client } = await inferenceClient();
  await expect(ask(client, "modelInfer", request(changes))).rejects.toMatchObject({
    code,
    details: expect.stringContaining(message),
  });
});
