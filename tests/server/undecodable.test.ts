import { expect, it } from "vitest";
import { InteractResponse } from "../../proto/index.js";
import { undecodableRequest } from "../../server/messages/undecodable.js";

it.each([
  ["of the bytes", [8, 5, 0xff], 5],
  ["0 where there is none", [0xff], 0],
  [
    "0 where it is beyond 2^53, which no answer could repeat",
    [8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    0,
  ],
])("the sequence of a request that cannot be decoded is %s", (_, bytes, sequence) => {
  const request = undecodableRequest(Uint8Array.from(bytes), new Error("no"));
  expect(request.sequence).toBe(sequence);
  const response = InteractResponse.encode({ sequence: request.sequence, result: undefined }).finish();
  expect(InteractResponse.decode(response).sequence).toBe(sequence);
});
