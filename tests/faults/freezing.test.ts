// Work that a client makes for a server: while it is done, the server answers others, and signals.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { credentials } from "@grpc/grpc-js";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { dmEnvRpc } from "../../proto/index.js";
import { scratch } from "../client/runs/support/scratch.js";
import { connect, type GrpcService } from "../server/support/grpc-service.js";
import { discreteActions, openSession, sessionRequest, type TestSession } from "../server/support/session.js";
import { rejection } from "../server/support/stream.js";
import { type AttackedServer, startAttackedServer } from "./support/attacked-server.js";
import { METHODS } from "./support/stubborn-environment.js";

const STUBBORN = fileURLToPath(new URL("./support/stubborn-environment.js", import.meta.url));
const PROGRAM = fileURLToPath(new URL("../../server/cli/main.js", import.meta.url));

interface Started {
  readonly server: AttackedServer;
  readonly service: GrpcService;
}

/** Is gone with the test. */
async function start(...flags: string[]): Promise<Started> {
  const server = await startAttackedServer("--workers", "2", ...flags);
  const service = connect(server.address);
  onTestFinished(() => {
    service.close();
    server.stop();
  });
  return { server, service };
}

/** For the tests of a block; its parts are there only in them. */
function useServer(...flags: string[]): Started {
  const started = {} as { server: AttackedServer; service: GrpcService };
  beforeAll(async () => {
    started.server = await startAttackedServer("--workers", "2", ...flags);
    started.service = connect(started.server.address);
    return () => {
      started.service.close();
      started.server.stop();
    };
  });
  return started;
}

/** Checks health again and again until something is over. */
async function staysAlive(server: AttackedServer, work: Promise<unknown>): Promise<void> {
  let over = false;
  const watched = work.finally(() => {
    over = true;
  });
  watched.catch(() => {});
  do await server.expectAlive();
  while (!over);
  await watched.catch(() => {});
}

/** Settles, so that work that fails is work that is over. */
const settled = (work: Promise<unknown>) => work.catch(() => {});

/** As many empty fields as 16 MB have room for. */
const MANY = 8_000_000;

/** A message with a field for each of so many entries. */
function manyFields(tag: number, count: number, entry: (writer: BinaryWriter, i: number) => void): Buffer {
  const writer = new BinaryWriter().uint32(tag).fork();
  for (let i = 0; i < count; i++) entry(writer, i);
  return Buffer.from(writer.join().finish());
}

describe("a message of 16 MB with millions of fields", () => {
  const started = useServer();
  const empty = (writer: BinaryWriter) => void writer.uint32(10).uint32(0);
  const raw = (bytes: Buffer) => bytes;
  const cases: Record<string, [method: string, message: Buffer]> = {
    "of options": [
      "rmdp.v1.EnvironmentService/CreateSession",
      manyFields(18, 700_000, (writer, i) => {
        writer
          .uint32(10)
          .fork()
          .uint32(10)
          .string(`k${i}`)
          .uint32(18)
          .fork()
          .uint32(17)
          .double(1)
          .join()
          .join();
      }),
    ],
    "of infos": ["rmdp.v1.EnvironmentService/CreateSession", Buffer.alloc(2 * MANY, Buffer.from([66, 0]))],
    "of unknown numbers": [
      "rmdp.v1.EnvironmentService/CloseSession",
      Buffer.alloc(2 * MANY, Buffer.from([120, 0])),
    ],
    "of groups": ["rmdp.v1.EnvironmentService/RenewLease", Buffer.alloc(2 * MANY, Buffer.from([0x1b, 0x1c]))],
    "of states": ["rmdp.v1.EnvironmentService/Interact", manyFields(58, MANY, empty)],
    "of a mask's shape": [
      "rmdp.v1.EnvironmentService/Interact",
      manyFields(26, 1, (writer) =>
        writer
          .uint32(10)
          .fork()
          .uint32(18)
          .bytes(Buffer.alloc(2 * MANY, 1))
          .join(),
      ),
    ],
    "of a world's settings": ["dm_env_rpc.v1.Environment/Process", manyFields(10, MANY, empty)],
    "of bools": [
      "dm_env_rpc.v1.Environment/Process",
      manyFields(10, 1, (writer) => {
        writer.uint32(10).fork().uint32(18).fork().uint32(74).fork().uint32(10);
        writer
          .bytes(Buffer.alloc(2 * MANY - 100, 1))
          .join()
          .join()
          .join();
      }),
    ],
  };

  it.each(Object.entries(cases))("%s delays no other client", async (_, [method, message]) => {
    const { server } = started;
    const client = new dmEnvRpc.EnvironmentClient(server.address, credentials.createInsecure());
    onTestFinished(() => client.close());
    const call = client.makeBidiStreamRequest(`/${method}`, raw, raw);
    const ended = new Promise<void>((resolve) => {
      call.on("error", () => resolve()).on("status", () => resolve());
    });
    call.on("data", () => call.cancel());
    call.write(message);
    call.end();
    await staysAlive(server, ended);
  });
});

describe("agents of a narrow range", () => {
  const started = useServer();
  const options = { mixture_components: 1, mixture_deviation: 10 };
  it.each<[string, object]>([
    ["of one velocity", { min_target_velocity: 1, max_target_velocity: 1 }],
    ["of 1e-12 m/s", { min_target_velocity: 1, max_target_velocity: 1 + 1e-12 }],
    ["of 1e-4 m/s", { min_target_velocity: 1, max_target_velocity: 1.0001 }],
  ])("%s are sampled", async (_, range) => {
    const { server, service } = started;
    const agents = { kind: { $case: "sampled", value: { count: 10_000, seed: 0 } } } as const;
    const request = { environmentId: "half-cheetah-velocity", options: { ...options, ...range }, agents };
    const described = service.describeEnvironment(request);
    await staysAlive(server, described);
    expect((await described).spec?.numAgents).toBe(10_000);
  });
});

describe("a session of many environments", () => {
  it("delays no other client while it is made, reset, stepped, saved and rendered", async () => {
    const { server, service } = await start("--max-memory-per-client", String(2 ** 33));
    const other = connect(server.address);
    onTestFinished(() => other.close());
    const small = await openSession(other);
    await small.reset();
    const opening = openSession(service, { environmentId: "humanoid-direction", numEnvironments: 3000 });
    const play = async () => {
      const session = await opening;
      await session.reset();
      await session.save().catch(() => session.next--);
      await settled(session.stream.request(session.next, { $case: "render", value: { mask: undefined } }));
    };
    let steps = 0;
    let over = false;
    const playing = play().finally(() => {
      over = true;
    });
    while (!over) {
      await small.step(discreteActions([0, 1, 2]));
      steps++;
    }
    await playing;
    // What is worked on in slices leaves others a share.
    expect(steps).toBeGreaterThan(50);
    await server.expectAlive();
  });
});

describe("an environment that never comes back", () => {
  const numbersOf = (method: string) => METHODS.indexOf(method as (typeof METHODS)[number]);

  /** Does everything with a session that there is to do. */
  async function useAll(service: GrpcService, options: Record<string, number>): Promise<string[]> {
    const outcomes: string[] = [];
    const note = async (work: () => Promise<unknown>) => {
      outcomes.push(
        await work().then(
          () => "OK",
          (error) => error.reason,
        ),
      );
    };
    const request = { environmentId: "stubborn", options };
    await note(() => service.describeEnvironment({ ...request, agents: undefined }));
    let session: TestSession | undefined;
    await note(async () => {
      session = await openSession(service, { ...request, numEnvironments: 1 });
    });
    if (session === undefined) return outcomes;
    const { stream } = session;
    await note(() => stream.request(1, { $case: "reset", value: { mask: undefined, seed: undefined } }));
    await note(() => stream.request(2, { $case: "step", value: { actions: discreteActions([0]) } }));
    return outcomes;
  }

  it.each(["configure", "sampleAgents", "create", "reset", "step"])("in %s is given up", async (method) => {
    const { server, service } = await start("--load", STUBBORN, "--max-request-time", "3");
    const using = useAll(service, { loops_in: numbersOf(method) });
    await staysAlive(server, using);
    const outcomes = await using;
    expect(outcomes.filter((outcome) => outcome !== "OK").length).toBeGreaterThan(0);
    for (const outcome of outcomes) expect(["OK", "REQUEST_FAILED", "ENVIRONMENT_FAILED"]).toContain(outcome);
    expect(await useAll(service, {})).toEqual(["OK", "OK", "OK", "OK"]);
  });

  it.each(["configure", "sampleAgents", "create", "reset", "step"])("in %s is signalled", async (method) => {
    const { server, service } = await start("--load", STUBBORN, "--drain-seconds", "0.1");
    const using = useAll(service, { loops_in: numbersOf(method) });
    settled(using);
    await server.expectAlive();
    server.process.kill("SIGTERM");
    const [code] = await once(server.process, "exit");
    expect(code).toBe(0);
  });
});

describe("an environment that ends its process, or throws", () => {
  const started = useServer("--load", STUBBORN, "--log-level", "fatal");
  it.each(METHODS)("in %s ends no server", async (method) => {
    const { server, service } = started;
    for (const name of ["exits_in", "throws_in"]) {
      const options = { [name]: METHODS.indexOf(method) };
      await settled(service.describeEnvironment({ environmentId: "stubborn", options, agents: undefined }));
      const session = await openSession(service, {
        environmentId: "stubborn",
        options,
        numEnvironments: 1,
      }).catch(() => undefined);
      if (session !== undefined) {
        await settled(session.reset());
        await settled(session.step(discreteActions([0])));
        await settled(session.save());
      }
      await server.expectAlive();
    }
    await (await openSession(service)).close();
  });

  it.each(["save", "render"] as const)("in %s keeps its session", async (method) => {
    const { service } = started;
    const options = { throws_in: METHODS.indexOf(method) };
    const session = await openSession(service, { environmentId: "stubborn", options, numEnvironments: 1 });
    await session.reset();
    const looked =
      method === "save"
        ? session.save()
        : session.stream.request(session.next++, { $case: "render", value: { mask: undefined } });
    expect(await rejection(looked)).toMatchObject({
      reason: "REQUEST_FAILED",
      message: `env "stubborn" failed and is as it was, its session goes on: ${method} broke`,
    });
    session.next--;
    await session.step(discreteActions([1]));
  });
});

describe("a module that", () => {
  it.each<[string, string, RegExp]>([
    [
      "never settles",
      "await new Promise(() => {});",
      /load: expected modules that can be loaded, got no answer to "load" within 5 s: it loops, or waits/,
    ],
    ["loops without end", "for (;;);", /got no answer to "load" within 5 s: it loops/],
    [
      "ends the process",
      "process.exit(7);",
      /got a worker thread exited with code 7, as modules end it that call process\.exit/,
    ],
  ])("%s while it is loaded is reported", async (_, text, message) => {
    const cwd = await scratch();
    await writeFile(join(cwd, "own.mjs"), text);
    for (const workers of text.startsWith("await") ? ["0", "1"] : ["1"]) {
      const flags = ["--load", "own.mjs", "--port", "0", "--max-request-time", "2", "--workers", workers];
      const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...flags], { cwd, encoding: "utf8" });
      expect(status).toBe(1);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain("    at ");
    }
  });
});

it("a session whose client went away while it was made is closed", async () => {
  const { server, service } = await start("--max-sessions", "1");
  const gone = connect(server.address);
  const large = sessionRequest({ environmentId: "humanoid-direction", numEnvironments: 1000 });
  const call = gone.client.createSession(large, () => {});
  const refusal = () =>
    service.createSession(sessionRequest()).then(
      ({ sessionId }) => sessionId,
      (error) => error.reason,
    );
  await expect.poll(refusal).toBe("LIMIT");
  call.cancel();
  await expect.poll(refusal, { timeout: 30_000 }).not.toBe("LIMIT");
  gone.close();
});
