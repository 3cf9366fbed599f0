/** A program that adds lines to a log without end, ten at a time, and prints the number of each that was written. */
import { openAuditLog } from "../../../../approval/index.js";

const log = await openAuditLog(process.env.CAUCUS_LOG!);
for (let number = log.head.sequence; ; ) {
  const batch = Array.from({ length: 10 }, () => ++number);
  await Promise.all(batch.map(writeLine));
}

async function writeLine(number: number): Promise<void> {
  await log.append({ kind: "written", number, room: "x".repeat(5000) });
  process.stdout.write(`${number}\n`);
}
