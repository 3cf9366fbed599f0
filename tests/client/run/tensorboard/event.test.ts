import { expect, it } from "vitest";
import { type EventContent, encodeEvent } from "../../../../client/run/tensorboard/event.js";

const encoded = (wallTime: number, step: number, content: EventContent) =>
  Buffer.from(encodeEvent(wallTime, step, content)).toString("hex");

/** Field 1, a double: 1.5 has the bits 3ff8 0000 0000 0000. */
const AT_1_5 = "09000000000000f83f";

it("a file's version", () => {
  const text = Buffer.from("brain.Event:2").toString("hex");
  expect(encoded(1.5, 0, { fileVersion: "brain.Event:2" })).toBe(`${AT_1_5}${"1a0d"}${text}`);
});

it("a session's start", () => {
  // Step 300 is ac 02 as a varint; field 7 holds two bytes: field 1 is 1.
  expect(encoded(1.5, 300, { sessionStart: true })).toBe(`${AT_1_5}10ac02${"3a02"}0801`);
});

it("scalars, as a summary of values", () => {
  const value = (tag: string, bits: string) => `0a08${"0a01"}${Buffer.from(tag).toString("hex")}15${bits}`;
  // −2 is c0000000 as a float, 0.5 is 3f000000.
  expect(
    encoded(1.5, 1, {
      scalars: [
        ["a", -2],
        ["b", 0.5],
      ],
    }),
  ).toBe(`${AT_1_5}1001${"2a14"}${value("a", "000000c0")}${value("b", "0000003f")}`);
});

it("steps beyond 32 bits", () => {
  // 2³³ is five bytes of seven bits.
  expect(encoded(1.5, 2 ** 33, { scalars: [] })).toBe(`${AT_1_5}1080808080202a00`);
});
