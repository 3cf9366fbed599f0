import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { LockError, lockDirectory } from "../../../client/base/lock.js";
import { scratch } from "../runs/support/scratch.js";

const HOST = encodeURIComponent(hostname());

/** A process that takes a directory, says so or why not, and stays. */
async function holder(path: string) {
  const lock = pathToFileURL("dist/client/base/lock.js").href;
  const code = `
    import { lockDirectory } from ${JSON.stringify(lock)};
    await lockDirectory(${JSON.stringify(path)}).then(() => console.log("held"), (error) => console.log(error.message));
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [said] = await once(child.stdout, "data");
  return { child, said: String(said).trim() };
}

it("a directory is one process's, which others name, until it ends", async () => {
  const path = await scratch();
  const { child, said } = await holder(path);
  expect(said).toBe("held");
  const sentence = `${path} is in use by process ${child.pid} on host ${hostname()}: wait for its end, or stop it`;
  await expect(lockDirectory(path)).rejects.toThrow(new LockError(sentence));
  child.kill("SIGKILL");
  await once(child, "close");
  const lock = await lockDirectory(path);
  expect(await readdir(path)).toHaveLength(1);
  lock.release();
  expect(await readdir(path)).toEqual([]);
});

it("of several that come at once, one has it", async () => {
  const path = await scratch();
  const said = await Promise.all(Array.from({ length: 4 }, () => holder(path)));
  expect(said.filter((one) => one.said === "held")).toHaveLength(1);
  expect(await readdir(path)).toHaveLength(1);
});

it("within a process, one has it", async () => {
  const path = await scratch();
  const { release } = await lockDirectory(path);
  const sentence = `${path} is in use by this process already`;
  await expect(lockDirectory(path)).rejects.toThrow(new LockError(sentence));
  release();
  (await lockDirectory(path)).release();
});

it.skipIf(process.platform === "win32")(
  "one whose number another process has got since, does not",
  async () => {
    const path = await scratch();
    await writeFile(join(path, `.lock.${process.ppid}.1.${HOST}`), "");
    (await lockDirectory(path)).release();
    expect(await readdir(path)).toEqual([]);
  },
);

it("one on another host does, until its file is removed", async () => {
  const path = await scratch();
  const file = join(path, ".lock.12.345.far.example");
  await writeFile(file, "");
  const sentence = `${path} is in use by process 12 on host far.example: wait for its end, or, if there is no such process any more, remove ${file}`;
  await expect(lockDirectory(path)).rejects.toThrow(new LockError(sentence));
  expect(await readdir(path)).toEqual([".lock.12.345.far.example"]);
});
