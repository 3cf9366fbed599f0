// A kill -9 in the middle of writing: the log has every line that was answered.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openAuditLog, verifyAuditLog } from "../../../approval/index.js";
import { scratch } from "../../client/runs/support/scratch.js";

const WRITER = fileURLToPath(new URL("./support/log-writer.js", import.meta.url));

it("a log whose writer was killed has all that was answered, and goes on", async () => {
  const path = join(await scratch(), "audit.jsonl");
  let before = 0;
  for (let kills = 0; kills < 4; kills++) {
    const answered = await answeredUntilKilled(path, before + 100 + 37 * kills);
    const numbers: number[] = [];
    const { head } = await verifyAuditLog(path, {
      onLine: ({ event }) => numbers.push((event as unknown as { number: number }).number),
    });
    expect(head.sequence).toBeGreaterThanOrEqual(answered);
    expect(numbers).toEqual(Array.from({ length: head.sequence }, (_, i) => i + 1));
    before = head.sequence;
  }
  const log = await openAuditLog(path);
  expect(log.head.sequence).toBe(before);
  await log.close();
});

/** @returns the number of lines whose writing was answered before the writer was killed */
async function answeredUntilKilled(path: string, enough: number): Promise<number> {
  const env = { ...process.env, CAUCUS_LOG: path };
  const child = spawn(process.execPath, [WRITER], { env, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  let answered = 0;
  for await (const line of createInterface(child.stdout)) {
    answered = Math.max(answered, Number(line));
    if (answered >= enough) child.kill("SIGKILL");
  }
  await closed;
  return answered;
}
