// The program where the environment names a proxy.
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { runCaucus, startServerProcess } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

const TRAIN = ["train", "--out", "run", ...flagsOf(tinySettings("resource-gathering", "em"))];

/** Nobody's (RFC 5737). */
const FAR = "203.0.113.1:50051";

const NO_PROXIES = { grpc_proxy: "", https_proxy: "", http_proxy: "", no_grpc_proxy: "", no_proxy: "" };

/** @param target - where the proxy goes, whatever it is asked for; it refuses if left out */
async function startProxy(target?: string): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const proxy: Server = createServer();
  proxy.on("connect", ({ url }, socket) => {
    asked.push(url!);
    if (target === undefined) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const [host, port] = target.split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await new Promise((resolve) => proxy.once("listening", resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { address: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

it.each(["grpc_proxy", "https_proxy", "http_proxy"])("its own server is reached without %s", async (name) => {
  const { address, asked } = await startProxy();
  const env = { ...NO_PROXIES, [name]: `http://${address}` };
  const { code, stderr } = await runCaucus(await scratch(), TRAIN, { env });
  expect(code, stderr).toBe(0);
  expect(asked).toEqual([]);
});

it("another machine's is reached through it", async () => {
  const server = await startServerProcess();
  const { address, asked } = await startProxy(server.address);
  const env = { ...NO_PROXIES, https_proxy: `http://${address}` };
  const { code, stderr } = await runCaucus(await scratch(), [...TRAIN, "--server", FAR], { env });
  expect(code, stderr).toBe(0);
  expect(new Set(asked)).toEqual(new Set([FAR]));
});

it("one that does not connect is named", async () => {
  const { address } = await startProxy();
  const env = { ...NO_PROXIES, http_proxy: `http://user:secret@${address}` };
  const { code, stderr } = await runCaucus(await scratch(), [...TRAIN, "--server", FAR], { env });
  expect(stderr).toContain(
    `caucus: server ${FAR}: the proxy did not connect to it (through the proxy ${address} of http_proxy)\n`,
  );
  expect(stderr).not.toContain("secret");
  expect(code).toBe(1);
});

it("one that is not there is named", async () => {
  const env = { ...NO_PROXIES, http_proxy: "http://127.0.0.1:1" };
  const { code, stderr } = await runCaucus(await scratch(), [...TRAIN, "--server", FAR], { env });
  expect(stderr).toContain("(through the proxy 127.0.0.1:1 of http_proxy)\n");
  expect(code).toBe(1);
});
