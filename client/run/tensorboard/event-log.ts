import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { appendToFile } from "../../base/files.js";
import type { MetricsRow } from "../../records/records.js";
import { type EventContent, encodeEvent } from "./event.js";
import { scalarsOf } from "./scalars.js";
import { tfRecord } from "./tfrecord.js";

/** What TensorBoard shows of a run, as far as this process has trained it. */
export interface EventLog {
  /** The step is the row's transitions of each representative. */
  append(row: MetricsRow): Promise<void>;
}

/** Whoever reads "2" heeds starts of sessions. */
const FILE_VERSION = "brain.Event:2";

/**
 * Starts an event file beside those that are there. TensorBoard reads a directory's in the order of their names,
 * and at the start of a session drops what it has read of that step and later: what a killed run had written after
 * its checkpoint gives way to what is written now, and a last record that it left half-written ends its file.
 * @param step - of the first row to come
 */
export async function startEventLog(directory: string, step: number): Promise<EventLog> {
  const path = join(directory, await nextFileName(directory));
  const start = Buffer.concat([
    record(0, { fileVersion: FILE_VERSION }),
    record(step, { sessionStart: true }),
  ]);
  await appendToFile(path, start, "ax");
  return {
    append: (row) => appendToFile(path, record(row.transitions, { scalars: scalarsOf(row) })),
  };
}

function record(step: number, content: EventContent): Uint8Array {
  return tfRecord(encodeEvent(Date.now() / 1000, step, content));
}

/** A name that sorts behind the others', whatever the clock says. */
async function nextFileName(directory: string): Promise<string> {
  const names = await readdir(directory);
  const taken = names.map((name) => Number(/^events\.out\.tfevents\.(\d{10})\./.exec(name)?.[1] ?? 0));
  const seconds = Math.max(Math.floor(Date.now() / 1000), ...taken.map((other) => other + 1));
  return `events.out.tfevents.${seconds}.caucus`;
}
