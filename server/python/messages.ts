/**
 * Messages between this server and a worker process of `python -m caucus.worker`, over a Unix socket: 4 bytes with the
 * length of what follows (little-endian), 1 byte with the kind, then the body. Every request gets one reply, in order.
 * python/src/caucus/worker/messages.py has the other end, and says what the bodies are.
 */

/** The revision of these messages, which a worker must have, too. */
export const WORKER_REVISION = 1;

/** Kinds of requests. */
export const Kind = {
  examine: 1,
  play: 2,
  sample: 3,
  make: 4,
  reset: 5,
  step: 6,
  save: 7,
  restore: 8,
  render: 9,
  close: 10,
} as const;

export type RequestKind = (typeof Kind)[keyof typeof Kind];

/** Kinds of replies. */
export const Outcome = {
  done: 0,
  /** A bad request, of which nothing changed: JSON {where, expected, got}. */
  refused: 1,
  /** Something failed that changes nothing: text. */
  failed: 2,
  /** An environment broke: text. The worker is of no use any more. */
  broken: 3,
  /** An environment cannot be served: text. */
  unservable: 4,
  /** The process ended: its status as text. */
  ended: 5,
  /** The first message: the number of the process that watches over the worker, as text. */
  hello: 6,
} as const;

/** Bytes of a message. */
const MOST_BYTES = 2 ** 30;
const HEADER_BYTES = 5;

export interface Reply {
  readonly outcome: number;
  readonly body: Buffer;
}

/** A body that is JSON. */
export const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** @param parts - of the body, one after the other */
export function encodeRequest(kind: RequestKind, parts: readonly Uint8Array[]): Buffer {
  const size = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(size + 1, 0);
  header[4] = kind;
  return Buffer.concat([header, ...parts]);
}

/** Puts replies together from the pieces in which they arrive. */
export interface ReplyReader {
  /**
   * @returns the replies that are complete with this piece
   * @throws RangeError if a message is longer than messages may be
   */
  read(piece: Buffer): Reply[];
}

export function createReplyReader(): ReplyReader {
  let pieces: Buffer[] = [];
  let bytes = 0;

  /** Takes the first bytes out of the pieces, which have at least so many. */
  function take(count: number): Buffer {
    const joined = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    pieces = [joined.subarray(count)];
    bytes -= count;
    return joined.subarray(0, count);
  }

  /** @returns bytes that are needed for the next message, as far as is known */
  function needed(): number {
    if (bytes < HEADER_BYTES) return HEADER_BYTES;
    if (pieces[0].length < HEADER_BYTES) pieces = [Buffer.concat(pieces)];
    const size = pieces[0].readUInt32LE(0);
    if (size > MOST_BYTES)
      throw new RangeError(`expected messages of at most ${MOST_BYTES} bytes, got ${size}`);
    return 4 + size;
  }

  return {
    read(piece) {
      pieces.push(piece);
      bytes += piece.length;
      const replies: Reply[] = [];
      while (bytes >= needed()) {
        const message = take(needed());
        replies.push({ outcome: message[4], body: message.subarray(HEADER_BYTES) });
      }
      return replies;
    },
  };
}
