// Options of every environment, at and between their bounds, in all combinations: each set has its answer in a second.
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { Metadata } from "@grpc/grpc-js";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import {
  type DescribeEnvironmentResponse,
  type EnvironmentSpec,
  type OptionSpec,
  OptionType,
} from "../../proto/index.js";
import { connect, type GrpcService } from "../server/support/grpc-service.js";
import { startAttackedServer } from "./support/attacked-server.js";

const ANSWER_MS = 1000;
const MAX_AGENTS = 10_000;

type Options = Record<string, number | boolean | undefined>;

/** Values of an option that it takes. */
function validValues({ type, minimum = -1e9, maximum = 1e9 }: OptionSpec): fc.Arbitrary<number | boolean> {
  if (type === OptionType.OPTION_TYPE_BOOLEAN) return fc.boolean();
  const ends = fc.constantFrom(minimum, maximum);
  if (type === OptionType.OPTION_TYPE_INTEGER)
    return fc.oneof(
      ends,
      fc.integer({ min: Math.ceil(minimum), max: Math.floor(Math.min(maximum, 2 ** 31 - 1)) }),
    );
  const near = Math.min(minimum + 1e-12, maximum);
  return fc.oneof(ends, fc.constant(near), fc.double({ min: minimum, max: maximum, noNaN: true }));
}

function optionSets({ options }: EnvironmentSpec): fc.Arbitrary<Options> {
  return fc.record(Object.fromEntries(options.map((option) => [option.name, validValues(option)])), {
    requiredKeys: [],
  });
}

function describeWithin(
  { client }: GrpcService,
  environmentId: string,
  options: Options,
  count: number,
): Promise<DescribeEnvironmentResponse | string> {
  const agents = { kind: { $case: "sampled", value: { count, seed: 1 } } } as const;
  const request = { environmentId, options, agents };
  return new Promise((resolve, reject) => {
    client.describeEnvironment(
      request,
      new Metadata(),
      { deadline: Date.now() + ANSWER_MS },
      (error, response) => {
        if (error === null) resolve(response);
        // Options may not go together, and some environments have their own number of agents.
        else if (error.code === 3) resolve(error.details);
        else reject(error);
      },
    );
  });
}

it("every set of options is described in time, with agents that are numbers", async () => {
  const server = await startAttackedServer("--workers", "1", "--log-level", "error");
  const service = connect(server.address);
  onTestFinished(() => {
    service.close();
    server.stop();
  });
  const { environments } = await service.listEnvironments({});
  for (const spec of environments) {
    const sets = fc.asyncProperty(
      optionSets(spec),
      fc.constantFrom(1, 100, MAX_AGENTS),
      async (options, count) => {
        const described = await describeWithin(service, spec.id, options, count);
        if (typeof described === "string") return;
        const { data, shape } = described.agentParameters!;
        expect(shape[0]).toBe(count);
        const parameters = new Float64Array(Uint8Array.from(data).buffer);
        expect(parameters.every(Number.isFinite)).toBe(true);
      },
    );
    await fc.assert(sets, { numRuns: 60, seed: 7 });
  }
  await server.expectAlive();
  expect(server.log()).toBe("");
}, 120_000);

it("__proto__ is refused like any other option there is not", async () => {
  const server = await startAttackedServer("--workers", "1", "--log-level", "error");
  const service = connect(server.address);
  onTestFinished(() => {
    service.close();
    server.stop();
  });
  for (const name of ["__proto__", "constructor", "toString"]) {
    expect(await describeWithOption(service, name)).toMatch(
      new RegExp(`^options: expected only .*, got "${name}.*" \\(env "hopper"\\)$`),
    );
  }
});

/** Written by hand, as JavaScript's objects lose the name of their prototype. */
function describeWithOption({ client }: GrpcService, name: string): Promise<string> {
  const options = new BinaryWriter().uint32(10).string("hopper").uint32(18).fork();
  options.uint32(10).fork().uint32(10).string(name).uint32(18).fork().uint32(17).double(1).join().join();
  const raw = (bytes: Buffer) => bytes;
  const path = "/rmdp.v1.EnvironmentService/DescribeEnvironment";
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, raw, raw, Buffer.from(options.join().finish()), (error) =>
      resolve(error?.details ?? "OK"),
    );
  });
}
