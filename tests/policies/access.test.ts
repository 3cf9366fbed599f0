// A server of policies beyond loopback: TLS, health and reflection as a server of environments has them.
import { readFileSync } from "node:fs";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { expect, it, onTestFinished } from "vitest";
import { connect } from "../../client/remote/policies/index.js";
import { createAuthority } from "../support/certificates.js";
import { testRegistry } from "./support/registry.js";
import { serve } from "./support/server.js";

it("speaks TLS, and asks clients for certificates", async () => {
  const authority = await createAuthority();
  const [own, ann] = [await authority.issue("server"), await authority.issue("ann")];
  const files = { tlsCert: own.cert, tlsKey: own.key, tlsClientCa: authority.ca };
  const { server, client } = await serve(await testRegistry(), files);
  await expect(client.status()).rejects.toThrow(/^server 127\.0\.0\.1:\d+: /);
  const ca = readFileSync(authority.ca);
  const known = connect(server.address, { ca, cert: readFileSync(ann.cert), key: readFileSync(ann.key) });
  onTestFinished(() => known.close());
  expect(await known.status()).toMatchObject({ contract: "policies.v1" });
});

it("tells of its health, and describes its services", async () => {
  const { server } = await serve(await testRegistry());
  const client = new Client(server.address, credentials.createInsecure());
  onTestFinished(() => client.close());
  const raw = (bytes: Buffer) => bytes;
  const health = (service: string) =>
    new Promise<Buffer>((resolve, reject) => {
      const request = Buffer.from([10, service.length, ...Buffer.from(service)]);
      const done = (error: ServiceError | null, response?: Buffer) =>
        error ? reject(error) : resolve(response!);
      client.makeUnaryRequest("/grpc.health.v1.Health/Check", raw, raw, request, done);
    });
  for (const service of ["policies.v1.PolicyService", "inference.GRPCInferenceService"])
    expect(await health(service)).toEqual(Buffer.from([8, 1]));
  const path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
  const reflection = client.makeBidiStreamRequest(path, raw, raw);
  reflection.write(Buffer.from([4 * 8 + 2, 25, ...Buffer.from("policies.v1.PolicyService")]));
  reflection.end();
  const answers: Buffer[] = [];
  for await (const answer of reflection) answers.push(answer);
  expect(answers[0].toString("latin1")).toContain("policies/v1/policies.proto");
});

it("does not listen beyond loopback without protection", async () => {
  await expect(serve(await testRegistry(), { host: "0.0.0.0" })).rejects.toThrow(
    "host: other machines can reach 0.0.0.0, expected TLS (--tls-cert and --tls-key) or a token (--token-file) there",
  );
});
