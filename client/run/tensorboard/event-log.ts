import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { appendToFile } from "../../base/files.js";
import type { MetricsRow } from "../../records/records.js";
import { type EventContent, encodeEvent } from "./event.js";
import { scalarsOf } from "./scalars.js";
import { tfRecord } from "./tfrecord.js";

/** TensorBoard's event file of the part of a run that this process trains. */
export interface EventLog {
  /** Appends a row; its step is the transitions of each representative. */
  append(row: MetricsRow): Promise<void>;
}

/** Readers of version 2 heed events that mark the start of a session. */
const FILE_VERSION = "brain.Event:2";

/**
 * Starts a new event file beside the existing ones. TensorBoard reads the files of a directory in the order of their
 * names. At the start of a session it drops events it has read of that step and later ones. The new rows therefore
 * replace those that a killed run had written after its checkpoint. A half-written last record ends the old file.
 * @param step - step of the first row to be written
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

/** A name that sorts after the existing ones, whatever the clock says. */
async function nextFileName(directory: string): Promise<string> {
  const names = await readdir(directory);
  const taken = names.map((name) => Number(/^events\.out\.tfevents\.(\d{10})\./.exec(name)?.[1] ?? 0));
  const seconds = Math.max(Math.floor(Date.now() / 1000), ...taken.map((other) => other + 1));
  return `events.out.tfevents.${seconds}.caucus`;
}
