import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startEventLog } from "../../../../client/run/tensorboard/event-log.js";
import { maskedChecksum } from "../../../../client/run/tensorboard/tfrecord.js";
import { decode } from "../../jit/onnx/protobuf.js";
import { scratch } from "../../runs/support/scratch.js";
import { tinyRow } from "../../support/snapshots.js";

const eventFiles = (folder: string) => readdirSync(folder).sort();

/** The data of each record, checked. */
function recordsOf(path: string): Uint8Array[] {
  const bytes = readFileSync(path);
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(bytes.readUInt32LE(at + 8)).toBe(maskedChecksum(bytes.subarray(at, at + 8)));
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(maskedChecksum(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** Of an event: its step, and the numbers of its other fields but the time. */
function outline(record: Uint8Array): { step: number; fields: number[] } {
  // The wall time, which is eight bytes behind a tag, is nothing that the decoder knows.
  const message = decode(record.subarray(9));
  const fields = Object.keys(message).map(Number);
  // A step of 0 is left out, as protobuf does.
  return { step: (message[2]?.[0] ?? 0) as number, fields: fields.filter((field) => field !== 2) };
}

describe("an event log", () => {
  it("tells its version and where it starts, then a record a row", async () => {
    const folder = await scratch();
    const before = Date.now() / 1000;
    const log = await startEventLog(folder, 16);
    await log.append(tinyRow(2));
    await log.append(tinyRow(3));
    const [name] = eventFiles(folder);
    const records = recordsOf(join(folder, name));
    expect(records.map(outline)).toEqual([
      { step: 0, fields: [3] },
      { step: 16, fields: [7] },
      { step: 16, fields: [5] },
      { step: 24, fields: [5] },
    ]);
    for (const record of records) {
      const time = new DataView(record.buffer, record.byteOffset).getFloat64(1, true);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now() / 1000);
    }
  });

  it("sorts behind those that were there, even if the clock was turned back", async () => {
    const folder = await scratch();
    await startEventLog(folder, 8);
    await startEventLog(folder, 8);
    expect(eventFiles(folder)).toHaveLength(2);
    writeFileSync(join(folder, "events.out.tfevents.9876543210.caucus"), "");
    await startEventLog(folder, 8);
    expect(eventFiles(folder).at(-1)).toBe("events.out.tfevents.9876543211.caucus");
  });

  it("that cannot be written says so", async () => {
    const folder = await scratch();
    const log = await startEventLog(folder, 8);
    const [name] = eventFiles(folder);
    rmSync(join(folder, name));
    await mkdir(join(folder, name));
    await expect(log.append(tinyRow(1))).rejects.toThrow(
      `${join(folder, name)}: expected a place that can be written to, got a directory`,
    );
    await expect(startEventLog(join(folder, "absent"), 8)).rejects.toThrow("absent");
  });
});
