/** A program that adds lines to an audit log without end, in batches of ten, and prints the number of each that was written. */
import { openAuditLog } from "../../../../approval/index.js";

const log = await openAuditLog(process.env.AUDIT_LOG!);
for (let i = log.head.sequence; ; i += 10) {
  const batch = Array.from({ length: 10 }, (_, j) => i + j + 1);
  await Promise.all(
    batch.map(async (number) => {
      // The log takes events of any kind.
      await log.append({ kind: "written", number, room: "x".repeat(5000) } as never);
      process.stdout.write(`${number}\n`);
    }),
  );
}
