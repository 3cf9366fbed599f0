import { fromBinary } from "@bufbuild/protobuf";
import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";
import { type FileDescriptorProto, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { Client, credentials } from "@grpc/grpc-js";
import { expect, it, onTestFinished } from "vitest";
import { startServer } from "../../server/index.js";

// Fields of grpc.reflection.v1.ServerReflectionRequest and …Response.
const FILE_BY_NAME = 3;
const FILE_CONTAINING_SYMBOL = 4;
const LIST_SERVICES = 7;
const FILE_RESPONSE = 4;
const LIST_RESPONSE = 6;

async function ask(address: string, version: string, field: number, text: string): Promise<Uint8Array> {
  const client = new Client(address, credentials.createInsecure());
  onTestFinished(() => client.close());
  const raw = (bytes: Uint8Array) => Buffer.from(bytes);
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const call = client.makeBidiStreamRequest(path, raw, (bytes: Buffer) => bytes);
  call.write(new BinaryWriter().tag(field, 2).string(text).finish());
  call.end();
  const responses: Buffer[] = [];
  for await (const response of call) responses.push(response);
  expect(responses).toHaveLength(1);
  return responses[0];
}

/** Values of a field whose wire type is 2. */
function fieldOf(bytes: Uint8Array, field: number): Uint8Array[] {
  const reader = new BinaryReader(bytes);
  const values: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === field) values.push(reader.bytes());
    else reader.skip(wireType);
  }
  return values;
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

async function files(address: string, version: string, field: number, name: string) {
  const [response] = fieldOf(await ask(address, version, field, name), FILE_RESPONSE);
  return fieldOf(response, 1).map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
}

/** The comment before what a path of field numbers and indices leads to. */
function commentOf({ sourceCodeInfo }: FileDescriptorProto, ...path: number[]): string | undefined {
  return sourceCodeInfo?.location.find((location) => location.path.join() === path.join())?.leadingComments;
}

it.each(["v1", "v1alpha"])("shows the contract with its comments, %s", async (version) => {
  const server = await startServer({ port: 0, workers: 0 });
  onTestFinished(() => server.close());
  const { address } = server;
  const [listed] = fieldOf(await ask(address, version, LIST_SERVICES, "*"), LIST_RESPONSE);
  expect(
    fieldOf(listed, 1)
      .map((service) => text(fieldOf(service, 1)[0]))
      .sort(),
  ).toEqual(["dm_env_rpc.v1.Environment", "grpc.health.v1.Health", "rmdp.v1.EnvironmentService"]);

  const described = await files(address, version, FILE_CONTAINING_SYMBOL, "rmdp.v1.EnvironmentService");
  const service = described.find(({ name }) => name === "rmdp/v1/service.proto")!;
  expect(commentOf(service, 6, 0)).toContain("Hosts vectorised r-MDP environments");
  expect(service.service[0].method.map(({ name }) => name)).toContain("Interact");

  const [health] = await files(address, version, FILE_CONTAINING_SYMBOL, "grpc.health.v1.Health");
  const list = health.messageType.find(({ name }) => name === "HealthListResponse")!;
  expect(list.nestedType.map(({ name }) => name)).toEqual(["StatusesEntry"]);

  const [interaction] = await files(address, version, FILE_BY_NAME, "rmdp/v1/interaction.proto");
  expect(commentOf(interaction, 4, 0)).toContain("The data plane. A session has one stream.");
  const reset = interaction.messageType.find(({ name }) => name === "ResetRequest")!;
  expect(reset.field.find(({ name }) => name === "seed")!.proto3Optional).toBe(true);
  const imported = interaction.dependency;
  for (const name of imported) expect(await files(address, version, FILE_BY_NAME, name)).not.toEqual([]);
});
