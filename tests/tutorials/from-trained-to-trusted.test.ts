// The tutorial's own files and commands, one after the other, as a reader would go through them.
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../client/cli/support/processes.js";
import { scratch } from "../client/runs/support/scratch.js";

const TUTORIAL = "docs/tutorials/from-trained-to-trusted.md";
const PATIENCE = 900_000;

/** A block of the page: a file that the reader writes, or commands. */
interface Block {
  readonly language: string;
  readonly text: string;
  /** The last name in backquotes before the block. */
  readonly name: string | undefined;
}

function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language, 2: text, index }) => {
    const before = markdown.slice(0, index).match(/`([\w.-]+\.(?:yaml|mjs))`/g);
    return { language, text, name: before?.at(-1)?.slice(1, -1) };
  });
}

/** A command in a terminal of its own, and what it has printed so far. */
interface Terminal {
  readonly lines: readonly string[];
  readonly ended: Promise<unknown>;
}

/** Somebody who follows the page in a new directory, where `npx` finds what was built. */
interface Reader {
  readonly cwd: string;
  /** @returns what the commands print */
  run(commands: string): Promise<string>;
  start(command: string): Terminal;
  /** SHA-256 of a file. */
  digest(file: string): Promise<string>;
}

const PROGRAMS = { caucus: "client/cli/main.js", "caucus-policies": "policies/cli/main.js" };

async function createReader(): Promise<Reader> {
  const cwd = await scratch();
  await mkdir(join(cwd, "bin"));
  await mkdir(join(cwd, "node_modules"));
  await symlink(resolve("."), join(cwd, "node_modules/caucus"), "dir");
  const cases = Object.entries(PROGRAMS).map(
    ([name, main]) => `  ${name}) shift; exec node "${resolve("dist", main)}" "$@" ;;`,
  );
  await writeFile(join(cwd, "bin/npx"), `#!/bin/sh\ncase "$1" in\n${cases.join("\n")}\nesac\n`);
  await chmod(join(cwd, "bin/npx"), 0o755);
  const env = { ...process.env, PATH: `${join(cwd, "bin")}${delimiter}${process.env.PATH}` };
  return {
    cwd,
    async run(commands) {
      const options = { cwd, env, maxBuffer: 2 ** 24 };
      return (await promisify(execFile)("bash", ["-e", "-c", commands], options)).stdout;
    },
    start(command) {
      const child = spawn("bash", ["-c", `exec ${command}`], {
        cwd,
        env,
        stdio: ["ignore", "pipe", "inherit"],
      });
      onTestFinished(() => void child.kill());
      const lines: string[] = [];
      createInterface(child.stdout).on("line", (line) => lines.push(line));
      return { lines, ended: once(child, "exit") };
    },
    digest: async (file) =>
      createHash("sha256")
        .update(await readFile(join(cwd, file)))
        .digest("hex"),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as { port: number };
  server.close();
  return address.port;
}

test(
  "the tutorial goes from training to proof",
  async () => {
    const reader = await createReader();
    const port = String(await freePort());
    const printed: string[] = [];
    let people: Terminal | undefined;
    for (const { language, text, name } of blocksOf(readFileSync(TUTORIAL, "utf8"))) {
      const here = text.replaceAll("50061", port);
      if (language === "text") continue;
      if (language !== "sh") await writeFile(join(reader.cwd, name!), here);
      else if (here.startsWith("npx caucus-policies")) {
        const server = reader.start(here);
        await eventually(() => expect(server.lines.join("\n")).toContain("listening on"));
      } else if (here.startsWith("node people.mjs")) {
        people = reader.start(here);
        await eventually(() => expect(existsSync(join(reader.cwd, "served-first.txt"))).toBe(true));
      } else {
        if (here.startsWith("npx caucus audit")) await people!.ended;
        printed.push(await reader.run(here));
      }
    }
    const served = await readFile(join(reader.cwd, "served-first.txt"), "utf8");
    expect(people!.lines.filter((line) => /^tile \d+: gathering\/\d\. /.test(line))).toHaveLength(5);
    expect(people!.lines.at(-1)).toMatch(new RegExp(`^tile \\d+: from gathering/${served} to `));
    for (const kept of [2, 3, 4, 5]) {
      const file = `policies/representative-${kept}.onnx`;
      expect(await reader.digest(`dossier-2/${file}`)).toBe(await reader.digest(`dossier/${file}`));
    }
    const audit = printed.at(-1)!;
    expect(audit).toMatch(/every policy was approved when it served$/m);
    for (const tile of [3, 9, 15, 21, 24]) expect(audit).toContain(`tile ${tile} (`);
  },
  PATIENCE,
);
