import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { VERSION } from "../../server/index.js";
import { connect } from "./support/grpc-service.js";
import { discreteActions, openSession, sessionRequest } from "./support/session.js";
import { rejection } from "./support/stream.js";

const program = fileURLToPath(new URL("../../server/cli/main.js", import.meta.url));
const EXAMPLE = fileURLToPath(new URL("../../envs/examples/thermostat.js", import.meta.url));
const running: ChildProcessWithoutNullStreams[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

function start(...flags: string[]) {
  const child = spawn(process.execPath, [program, ...flags]);
  running.push(child);
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string | undefined> => (await lines.next()).value;
  const exit = once(child, "close").then(([code]) => ({ code, errors }));
  return { child, line, exit };
}

async function startJson(...flags: string[]) {
  const started = start("--port", "0", "--workers", "1", "--json", ...flags);
  const { address } = JSON.parse((await started.line())!);
  return { ...started, address, service: connect(address) };
}

it("announces itself as one line of JSON", async () => {
  const { child, line, exit } = start("--port", "0", "--workers", "1", "--json");
  const announced = JSON.parse((await line())!);
  expect(announced).toEqual({
    event: "listening",
    address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    contract: "rmdp.v1",
    version: VERSION,
  });
  child.kill("SIGTERM");
  expect((await exit).code).toBe(0);
  expect(await line()).toBeUndefined();
});

it("announces itself to people, and warns beyond loopback", async () => {
  const { child, line, exit } = start("--port", "0", "--workers", "2", "--host", "0.0.0.0", "--insecure");
  expect(await line()).toMatch(
    /^caucus-server \S+ listening on 0\.0\.0\.0:\d+ \(contract rmdp\.v1, 2 workers\)$/,
  );
  child.kill("SIGINT");
  const { code, errors } = await exit;
  expect(code).toBe(0);
  expect(errors).toContain("traffic is neither encrypted nor authenticated");
});

it.each(["SIGTERM", "SIGHUP"] as const)(
  "lets running sessions finish at %s, and refuses new ones",
  async (signal) => {
    const { child, exit, service } = await startJson("--drain-seconds", "1000");
    const session = await openSession(service);
    await session.reset();
    child.kill(signal);
    for (;;) {
      const refused = await service.createSession(sessionRequest()).then(
        ({ sessionId }) => service.closeSession({ sessionId }),
        (error) => error,
      );
      if (refused instanceof Error) {
        expect(refused).toMatchObject({ reason: "DRAINING" });
        break;
      }
    }
    await session.reset();
    await service.closeSession({ sessionId: session.id });
    expect((await exit).code).toBe(0);
    service.close();
  },
);

it("gives up waiting when the time to drain is over", async () => {
  const { child, exit, service } = await startJson("--drain-seconds", "0.01");
  const session = await openSession(service);
  child.kill("SIGTERM");
  expect(await rejection(session.stream.receive())).toMatchObject({ reason: "DRAINING" });
  service.close();
  expect((await exit).code).toBe(0);
});

it.each([
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("exits at once at a second signal, %s", async (signal, code) => {
  const { child, exit, service } = await startJson("--drain-seconds", "1000");
  await openSession(service);
  child.kill("SIGTERM");
  await once(child.stderr, "data");
  child.kill(signal);
  expect((await exit).code).toBe(code);
  service.close();
});

it("stops with its parent", async () => {
  const { child, exit, service } = await startJson("--exit-with-parent");
  await openSession(service);
  child.stdin.end();
  expect((await exit).code).toBe(0);
  service.close();
});

it("says in one sentence why it does not start", async () => {
  const { address, service } = await startJson();
  const port = address.split(":")[1];
  const failures: [string[], string][] = [
    [
      ["--port", port],
      `port: expected a free one on 127.0.0.1, got ${port}, which is in use (0 picks a free one)`,
    ],
    [["--prot", "1"], "Unknown argument: prot. Did you mean --port?"],
    [["--frobnicate"], "Unknown argument: frobnicate"],
    [["--port", "x"], '--port: expected a whole number from 0 to 65535, got "x"'],
    [
      ["--host", "0.0.0.0"],
      "host: other machines can reach 0.0.0.0, expected TLS (--tls-cert and --tls-key) or a token (--token-file) there, got neither; --insecure serves anyone all the same",
    ],
    [["--max-lease", "0"], "--max-lease: expected a number from 0.001 to 2000000, got 0"],
  ];
  for (const [flags, message] of failures) {
    expect(await start(...flags).exit).toEqual({ code: 1, errors: `caucus-server: ${message}\n` });
  }
  service.close();
});

it("helps, with every setting and its default", async () => {
  const { child, exit } = start("--help");
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  expect((await exit).code).toBe(0);
  for (const flag of [
    "host",
    "port",
    "workers",
    "max-sessions",
    "max-environments",
    "max-agents",
    "max-lease",
  ]) {
    expect(text).toContain(`--${flag}`);
  }
  expect(text).toContain('[default: "127.0.0.1"]');
});

const BUILT_IN = [
  ...["resource-gathering", "half-cheetah", "hopper", "walker2d", "ant"],
  ...["half-cheetah-velocity", "ant-direction", "humanoid-direction"],
  ...["portfolio", "portfolio-regimes"],
];

it("offers environments of a module, and checks them", async () => {
  const { service } = await startJson("--load", EXAMPLE);
  const session = await openSession(service, { environmentId: "thermostat" });
  await session.reset();
  await session.step(discreteActions([0, 1, 2]));
  await session.close();
  service.close();
  const { line, exit } = start("--check", "--workers", "1", "--load", EXAMPLE);
  for (let i = 0; i < BUILT_IN.length; i++) await line();
  expect(await line()).toBe("thermostat: works");
  expect((await exit).code).toBe(0);
  const sentence = "load: expected a file with a JavaScript module, got none there (/no-such.mjs)";
  expect(await start("--load", "/no-such.mjs").exit).toEqual({
    code: 1,
    errors: `caucus-server: ${sentence}\n`,
  });
});

it("checks its environments, without listening", async () => {
  const { line, exit } = start("--check", "--json", "--workers", "1", "--log-level", "warn");
  for (const environment of BUILT_IN) expect(JSON.parse((await line())!)).toEqual({ environment });
  expect(await exit).toEqual({ code: 0, errors: "" });
  const refused = start("--check", "--token-file", "no-such-file");
  expect((await refused.exit).code).toBe(1);
});

it("logs as lines of JSON when sessions open and close, and clients whose contract does not fit", async () => {
  const { child, exit, service } = await startJson();
  await (await openSession(service)).close();
  await rejection(service.createSession(sessionRequest({ contractRevision: 1000 })));
  child.kill("SIGTERM");
  const lines = (await exit).errors
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const session = expect.stringMatching(/^[\w-]{6}$/);
  const opened = { environment: "resource-gathering", numEnvs: 3, numAgents: 25, owner: "" };
  expect(lines.slice(0, 3)).toMatchObject([
    { level: 30, msg: "a session is open", session, ...opened },
    { level: 30, msg: "a session is closed", session },
    { level: 40, msg: "refused a request", reason: "CONTRACT_REVISION" },
  ]);
  service.close();
});

it("announces where its metrics are", async () => {
  const { child, line, exit } = start("--port", "0", "--workers", "1", "--metrics-port", "0");
  expect(await line()).toMatch(/ listening on 127\.0\.0\.1:\d+ \(.*, metrics on 127\.0\.0\.1:\d+\)$/);
  child.kill("SIGTERM");
  expect((await exit).code).toBe(0);
});
