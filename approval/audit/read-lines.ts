import { createReadStream } from "node:fs";
import { ApprovalError } from "../approval-error.js";
import { readFailure } from "../bounded-file.js";

const NEWLINE = 0x0a;
/** Of a line, without its newline. */
export const MAX_LINE_BYTES = 2 ** 20;

/** A line of a file. */
export interface FileLine {
  /** Without the newline. */
  readonly bytes: Buffer;
  /** Whether a newline ends it; the last line of a file may lack one. */
  readonly ended: boolean;
}

/**
 * Reads a file line by line, however long it is.
 * @throws ApprovalError if it cannot be read, or a line is longer than a mebibyte
 */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunksOf(path)) {
    rest = Buffer.concat([rest, chunk]);
    let begin = 0;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, begin)) {
      yield { bytes: rest.subarray(begin, end), ended: true };
      begin = end + 1;
    }
    rest = rest.subarray(begin);
    if (rest.length > MAX_LINE_BYTES)
      throw new ApprovalError(path, `expected lines of at most ${MAX_LINE_BYTES} bytes, got more`);
  }
  if (rest.length > 0) yield { bytes: rest, ended: false };
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    throw readFailure(path, error);
  }
}
