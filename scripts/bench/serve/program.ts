import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A server in a process of its own; it ends with this process. */
export interface ServerProgram {
  readonly address: string;
  /** Resolves when it has ended. */
  stop(): Promise<unknown>;
}

/**
 * Starts a program that prints a line of JSON with its `address`, and ends when its standard input does.
 * @throws Error if it ends before
 */
export async function startProgram(program: string, args: readonly string[]): Promise<ServerProgram> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once("line", (line) => resolve(JSON.parse(line).address));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ${args[0]}: ended with code ${code}`)));
  });
  return {
    address,
    stop() {
      const ended = once(child, "exit");
      child.stdin.end();
      return ended;
    },
  };
}
