import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createForkServer } from "../../../server/python/fork-server.js";
import { createEnvironmentService } from "../../../server/service.js";
import { silentLog } from "../../../serving/base/log.js";

/** A program in the place of Python. @param body - of a module of Node */
async function programThat(body: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "caucus-test-")), "python");
  await writeFile(path, `#!${process.execPath}\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

function forkServerOf(command: string) {
  const server = createForkServer(command, silentLog);
  onTestFinished(() => server.close());
  return server;
}

const EXPECTED = "python-command: expected a Python that has the package caucus-rmdp of this version, got ";

it.each([
  [
    "of another revision",
    'console.log(JSON.stringify({ version: "0.0.9", revision: 99 }));',
    "version 0.0.9 of it",
  ],
  [
    "that prints something else",
    'console.log("Python 2.7"); setInterval(() => {}, 1000);',
    'a program that prints "Python 2.7"',
  ],
  ["that ends", "process.exitCode = 3;", "its end with status 3"],
  [
    "that is killed",
    'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);',
    "its end with SIGKILL",
  ],
])("a program %s is refused", async (_, body, got) => {
  await expect(forkServerOf(await programThat(body)).socket()).rejects.toThrow(EXPECTED + got);
});

it("a command that does not exist is refused", async () => {
  await expect(forkServerOf("/no/such/python").socket()).rejects.toThrow(
    `${EXPECTED}spawn /no/such/python ENOENT`,
  );
});

it("a process that ended is started again", async () => {
  const announce = 'console.log(JSON.stringify({ version: "0", revision: 1 }));';
  const server = forkServerOf(await programThat(announce));
  const path = await server.socket();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await server.socket()).toBe(path);
});

it("a service whose Python does not start says so", async () => {
  const python = { names: ["street:Street"], command: "/no/such/python" };
  const service = createEnvironmentService({ workers: 1, python });
  onTestFinished(() => service.close());
  await expect(service.ready()).rejects.toThrow(EXPECTED);
});
