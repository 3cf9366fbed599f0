/** Bytes of a gRPC frame's header: whether it is compressed, and its length. */
const HEADER_BYTES = 5;

/** Memory overhead of a chunk in bytes while its message is incomplete. */
const CHUNK_BYTES = 128;

/** Follows the frames of a stream, to measure how much of an incomplete message is held in memory. */
export interface FrameMeter {
  /** Bytes of memory of the incomplete message; 0 between messages. */
  readonly held: number;
  /** Number of chunks of the incomplete message. */
  readonly chunks: number;
  /** Records a chunk that the stream received. */
  receive(chunk: Uint8Array): void;
}

export function createFrameMeter(): FrameMeter {
  let headerBytes = 0;
  let length = 0;
  /** Bytes of the message that have not arrived. */
  let missing = 0;
  let bytes = 0;
  let chunks = 0;

  /** @returns the index where the header ends */
  function readHeader(chunk: Uint8Array, from: number): number {
    let at = from;
    for (; at < chunk.length && headerBytes < HEADER_BYTES; at++, headerBytes++) {
      if (headerBytes > 0) length = length * 256 + chunk[at];
    }
    if (headerBytes < HEADER_BYTES) return at;
    missing = length;
    headerBytes = length = 0;
    return at;
  }

  return {
    get held() {
      return bytes + chunks * CHUNK_BYTES;
    },
    get chunks() {
      return chunks;
    },
    receive(chunk) {
      for (let at = 0; at < chunk.length; ) {
        if (missing === 0) {
          at = readHeader(chunk, at);
          bytes = chunks = 0;
        } else {
          const taken = Math.min(missing, chunk.length - at);
          missing -= taken;
          bytes += taken;
          at += taken;
        }
      }
      if (missing > 0 || headerBytes > 0) chunks++;
      else bytes = chunks = 0;
    },
  };
}
