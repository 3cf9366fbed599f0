import { expect, it } from "vitest";
import { createRng } from "../../../envs/index.js";
import { createFrameMeter } from "../../../serving/grpc/frame-meter.js";

/** A message of so many bytes, as gRPC frames it. */
function frame(length: number): Buffer {
  const bytes = Buffer.alloc(5 + length, 7);
  bytes[0] = 0;
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

it("holds nothing between messages, and what has come of one", () => {
  const meter = createFrameMeter();
  expect(meter.held).toBe(0);
  meter.receive(frame(300));
  expect(meter.held).toBe(0);
  meter.receive(frame(300).subarray(0, 105));
  expect(meter.held).toBe(100 + 128);
  meter.receive(frame(300).subarray(105, 155));
  expect(meter.held).toBe(150 + 2 * 128);
  meter.receive(frame(300).subarray(155));
  expect(meter.held).toBe(0);
});

it("counts what a header takes, and messages sent a byte at a time", () => {
  const meter = createFrameMeter();
  for (const [i, byte] of frame(10).entries()) {
    const chunks = Math.max(i - 5, 0);
    expect(meter.held).toBe(i === 0 ? 0 : 128 + 129 * chunks);
    meter.receive(Uint8Array.of(byte));
  }
  expect(meter.held).toBe(0);
});

it("finds the end of every message, however it is cut", () => {
  const rng = createRng(0, "cuts");
  const messages = Array.from({ length: 50 }, () => frame(rng.integer(40)));
  const bytes = Buffer.concat(messages);
  const meter = createFrameMeter();
  const ends = new Set<number>();
  messages.reduce((end, message) => {
    ends.add(end + message.length);
    return end + message.length;
  }, 0);
  for (let at = 0; at < bytes.length; ) {
    const to = Math.min(at + 1 + rng.integer(30), bytes.length);
    meter.receive(bytes.subarray(at, to));
    expect(meter.held === 0).toBe(ends.has(to));
    at = to;
  }
});
