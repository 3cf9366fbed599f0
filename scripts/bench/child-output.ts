import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/**
 * Runs a program; what it says on standard error is on ours.
 * @returns the lines of its standard output
 * @throws Error if it does not end well
 */
export async function childOutput(program: string, args: readonly string[]): Promise<string[]> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const status = new Promise<number | string>((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${program}: ${error.message}`, { cause: error })));
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  const [output, ended] = await Promise.all([text(child.stdout), status]);
  if (ended !== 0) throw new Error(`${[program, ...args].join(" ")}: expected status 0, got ${ended}`);
  return output.split("\n").filter((line) => line !== "");
}
