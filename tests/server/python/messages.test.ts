import { expect, it } from "vitest";
import { createReplyReader, encodeRequest, Kind } from "../../../server/python/messages.js";

it("a request is its length, its kind and its body", () => {
  const bytes = encodeRequest(Kind.step, [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  expect([...bytes]).toEqual([4, 0, 0, 0, 6, 1, 2, 3]);
});

it.each([1, 2, 3, 5, 100])("replies are put together from pieces of %i bytes", (size) => {
  const stream = Buffer.from([3, 0, 0, 0, 0, 7, 8, 1, 0, 0, 0, 3, 2, 0, 0, 0, 1, 9]);
  const reader = createReplyReader();
  const replies = [];
  for (let i = 0; i < stream.length; i += size) replies.push(...reader.read(stream.subarray(i, i + size)));
  expect(replies.map(({ outcome, body }) => [outcome, ...body])).toEqual([[0, 7, 8], [3], [1, 9]]);
});

it("a message that claims to be longer than messages may be is refused before it has arrived", () => {
  const reader = createReplyReader();
  expect(() => reader.read(Buffer.from([1, 0, 0, 0x40, 0]))).toThrow(
    "at most 1073741824 bytes, got 1073741825",
  );
});
