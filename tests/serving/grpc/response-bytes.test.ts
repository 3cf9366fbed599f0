import { expect, it } from "vitest";
import { InteractResponse } from "../../../proto/index.js";
import { responseEncoder } from "../../../serving/grpc/response-bytes.js";

const encodeResponse = responseEncoder(InteractResponse);

const saved = (sequence: number, ...states: Uint8Array[]): InteractResponse => ({
  sequence,
  result: { $case: "saveState", value: { states } },
});

it("encodes as the generated code, and leaves earlier bytes alone", () => {
  const long = saved(1, new Uint8Array(100_000).fill(7));
  const short = saved(2, Uint8Array.of(1, 2));
  const encoded = [long, short, long].map(encodeResponse);
  const expected = [long, short, long].map((response) =>
    Buffer.from(InteractResponse.encode(response).finish()),
  );
  encoded.forEach((bytes, i) => {
    expect(bytes.equals(expected[i])).toBe(true);
  });
});

it("starts afresh after a response that cannot be encoded", () => {
  expect(() => encodeResponse(saved(1, null as unknown as Uint8Array))).toThrow(TypeError);
  expect(InteractResponse.decode(encodeResponse(saved(2)))).toEqual(saved(2));
});
