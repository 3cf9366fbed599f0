import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import {
  appendToFile,
  FileError,
  makeDirectory,
  openForAppending,
  readText,
  removeWhole,
  writeFileWhole,
} from "../../../client/base/files.js";
import { scratch } from "../runs/support/scratch.js";

/** With which calls of the operating system are to fail, if it is set; and those that make one directory alone. */
const failure = vi.hoisted(() => ({ code: "", single: "" }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const failing =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (failure.code === "") return call(...args);
      throw Object.assign(new Error(`${failure.code}: said the system`), { code: failure.code });
    };
  return {
    ...real,
    open: failing(real.open as never),
    appendFile: failing(real.appendFile as never),
    async mkdir(path: string, options?: { recursive: boolean }) {
      const code = options?.recursive ? failure.code : failure.single || failure.code;
      if (code === "") return real.mkdir(path, options);
      throw Object.assign(new Error(`${code}: said the system`), { code });
    },
    readFile: failing(real.readFile as never),
    rm: failing(real.rm as never),
  };
});

/** A device that is always full. */
const FULL = "/dev/full";

let folder: string;
beforeEach(async () => {
  folder = await scratch();
  // Before the folder is removed.
  onTestFinished(() => void Object.assign(failure, { code: "", single: "" }));
});
const path = (name: string) => join(folder, name);

describe("a place that cannot be written to", () => {
  it.each([
    ["EACCES", "no permission"],
    ["EPERM", "no permission"],
    ["EROFS", "a read-only file system"],
    ["ENOENT", "no such directory"],
    ["ENOTDIR", "a file where a directory is needed"],
    ["EIO", "EIO: said the system"],
  ])("by %s is named", async (code, obstacle) => {
    failure.code = code;
    const attempts = [
      () => writeFileWhole(path("x"), "text"),
      () => appendToFile(path("x"), "text"),
      () => makeDirectory(path("x")),
      () => openForAppending(path("x")),
      () => removeWhole(path("x")),
    ];
    const error = new FileError(`${path("x")}: expected a place that can be written to, got ${obstacle}`);
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(error);
  });

  it.each([
    ["ENOSPC", "a full disk"],
    ["EDQUOT", "a full quota"],
  ])("by %s is named, and how much was needed", async (code, obstacle) => {
    failure.code = code;
    const error = (size: string) =>
      new FileError(`${folder}: expected room for ${size} more, got ${obstacle}`);
    await expect(makeDirectory(path("x"))).rejects.toThrow(
      new FileError(`${folder}: expected room for another file, got ${obstacle}`),
    );
    await expect(writeFileWhole(path("x"), "ä")).rejects.toThrow(error("2 bytes"));
    await expect(appendToFile(path("x"), new Uint8Array(1500))).rejects.toThrow(error("1.5 kB"));
    await expect(writeFileWhole(path("x"), new Uint8Array(2.5e6))).rejects.toThrow(error("2.5 MB"));
  });

  it("since the directory around it cannot be made is named, with the cause of that", async () => {
    Object.assign(failure, { code: "ENOENT", single: "EROFS" });
    await expect(makeDirectory(path("run/checkpoints"))).rejects.toThrow(
      `${path("run/checkpoints")}: expected a place that can be written to, got a read-only file system`,
    );
  });

  it("since a file is in the way is named", async () => {
    writeFileSync(path("file"), "");
    await expect(makeDirectory(path("file/run"))).rejects.toThrow(
      `${path("file/run")}: expected a place that can be written to, got a file where a directory is needed`,
    );
  });
});

it("a file that cannot be read is named; one that is not there is undefined", async () => {
  expect(await readText(path("none"))).toBeUndefined();
  mkdirSync(path("folder"));
  await expect(readText(path("folder"))).rejects.toThrow(
    `${path("folder")}: expected a file that can be read, got a directory`,
  );
  failure.code = "EACCES";
  await expect(readText(path("x"))).rejects.toThrow(
    `${path("x")}: expected a file that can be read, got no permission`,
  );
});

describe.runIf(existsSync(FULL))("a disk that is really full", () => {
  it("leaves what was there, and no draft", async () => {
    writeFileSync(path("x"), "old");
    symlinkSync(FULL, path("x.tmp"));
    await expect(writeFileWhole(path("x"), "new")).rejects.toThrow(
      `${folder}: expected room for 3 bytes more, got a full disk`,
    );
    expect(readFileSync(path("x"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["x"]);
  });

  it("is said of what is appended", async () => {
    symlinkSync(FULL, path("x"));
    await expect(appendToFile(path("x"), "row\n")).rejects.toThrow(
      `${folder}: expected room for 4 bytes more, got a full disk`,
    );
  });
});
