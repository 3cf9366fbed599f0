import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/** Bytes of the file's beginning, which names the server's run, and of a slot: a stream's number and its steps. */
const [HEADER_BYTES, SLOT_BYTES] = [16, 16];

/** The actions that open streams have been answered, in a file that survives the end of the process, however it ends. */
export interface Progress {
  /** @returns a count for a new stream */
  open(): StreamCount;
  close(): void;
}

/** The actions of one stream for one agent. */
export interface StreamCount {
  /** Distinguishes it from all others of the log. */
  readonly stream: string;
  readonly steps: number;
  /** Adds actions that are about to be answered. Writing them takes 2 to 3 µs, and no log line. */
  add(steps: number): void;
  /** Frees the count's place, once the log has its steps. */
  close(): void;
}

/** Begins an empty file. */
export function openProgress(path: string): Progress {
  const file = openSync(path, "w", 0o600);
  const run = randomBytes(8);
  const bytes = Buffer.alloc(SLOT_BYTES);
  const free: number[] = [];
  let slots = 0;
  let streams = 0;
  writeSync(file, Buffer.concat([run, Buffer.alloc(HEADER_BYTES - run.length)]), 0, HEADER_BYTES, 0);

  function write(slot: number, number: number, steps: number): void {
    bytes.writeDoubleLE(number, 0);
    bytes.writeDoubleLE(steps, 8);
    writeSync(file, bytes, 0, SLOT_BYTES, HEADER_BYTES + slot * SLOT_BYTES);
  }

  return {
    open() {
      const slot = free.pop() ?? slots++;
      const number = ++streams;
      let steps = 0;
      write(slot, number, 0);
      return {
        stream: streamName(run, number),
        get steps() {
          return steps;
        },
        add(more) {
          steps += more;
          write(slot, number, steps);
        },
        close() {
          write(slot, 0, 0);
          free.push(slot);
        },
      };
    },
    close: () => closeSync(file),
  };
}

/** Steps of the streams that a server left open, by stream. */
export function leftStreams(path: string): Map<string, number> {
  const bytes = readIfThere(path);
  const run = bytes.subarray(0, 8);
  const left = new Map<string, number>();
  for (let at = HEADER_BYTES; at + SLOT_BYTES <= bytes.length; at += SLOT_BYTES) {
    const number = bytes.readDoubleLE(at);
    if (number > 0) left.set(streamName(run, number), bytes.readDoubleLE(at + 8));
  }
  return left;
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

function streamName(run: Buffer, number: number): string {
  return `${run.toString("hex")}.${number}`;
}
