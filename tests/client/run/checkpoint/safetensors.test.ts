import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../../../client/run/checkpoint/safetensors.js";

const EXAMPLE = {
  arrays: {
    "actor/theta": { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, Number.NaN, 0, 1e30) },
    step: { shape: [], data: Float32Array.of(7) },
    mean: { shape: [2], data: Float64Array.of(Math.PI, -0) },
    empty: { shape: [0], data: new Uint8Array() },
    bytes: { shape: [3], data: Uint8Array.of(1, 2, 255) },
  },
  metadata: { iteration: 3, text: 'quotes " and ☃', nested: [{ a: null }] },
};
const FILE = encodeSafetensors(EXAMPLE);

describe("a safetensors file", () => {
  it("gives back what went in", () => {
    expect(decodeSafetensors(FILE)).toEqual(EXAMPLE);
  });

  it("can lie anywhere in a buffer", () => {
    const shifted = new Uint8Array(FILE.length + 5);
    shifted.set(FILE, 3);
    expect(decodeSafetensors(shifted.subarray(3, 3 + FILE.length))).toEqual(EXAMPLE);
  });

  it("keeps arrays that are parts of others", () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const { arrays } = decodeSafetensors(
      encodeSafetensors({ arrays: { part: { shape: [2], data } }, metadata: 0 }),
    );
    expect(arrays.part.data).toEqual(Float32Array.of(2, 3));
  });

  it("gives back arrays of any sizes", () => {
    const arrays = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => !name.startsWith("__")),
      fc
        .oneof(fc.float32Array(), fc.float64Array(), fc.uint8Array())
        .map((data) => ({ shape: [data.length], data })),
    );
    fc.assert(
      fc.property(arrays, fc.jsonValue(), (named, metadata) => {
        const stored = { arrays: { ...named }, metadata: JSON.parse(JSON.stringify(metadata)) };
        expect(decodeSafetensors(encodeSafetensors(stored))).toEqual(stored);
      }),
    );
  });
});

describe("the format, as safetensors specifies it", () => {
  const view = new DataView(FILE.buffer, FILE.byteOffset, FILE.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const headerText = new TextDecoder("utf8", { fatal: true }).decode(FILE.subarray(8, 8 + headerLength));
  const { __metadata__, ...entries } = JSON.parse(headerText);

  it("begins with the header's length, and a header that begins with {", () => {
    expect(headerText[0]).toBe("{");
    expect(headerLength % 8).toBe(0);
  });

  it("names type, shape and place of every array", () => {
    expect(entries).toMatchObject({
      "actor/theta": { dtype: "F32", shape: [2, 3] },
      step: { dtype: "F32", shape: [] },
      mean: { dtype: "F64", shape: [2] },
      empty: { dtype: "U8", shape: [0] },
      bytes: { dtype: "U8", shape: [3] },
    });
    const start = 8 + headerLength + entries.mean.data_offsets[0];
    expect([view.getFloat64(start, true), view.getFloat64(start + 8, true)]).toEqual([Math.PI, -0]);
  });

  it("leaves no byte between or behind the arrays", () => {
    const offsets: [number, number][] = Object.values<{ data_offsets: [number, number] }>(entries)
      .map((entry) => entry.data_offsets)
      .sort(([a, b], [c, d]) => a - c || b - d);
    expect(offsets[0][0]).toBe(0);
    offsets.slice(1).forEach(([start], i) => {
      expect(start).toBe(offsets[i][1]);
    });
    expect(8 + headerLength + offsets.at(-1)![1]).toBe(FILE.length);
  });

  it("has metadata of strings alone", () => {
    expect(Object.values(__metadata__).every((value) => typeof value === "string")).toBe(true);
  });
});

describe("a damaged file", () => {
  // A space that pads the header may become another blank.
  const isBlank = (byte: number) => [0x09, 0x0a, 0x0d, 0x20].includes(byte);

  it("is refused, whichever byte is another", () => {
    fc.assert(
      fc.property(fc.nat(FILE.length - 1), fc.integer({ min: 1, max: 255 }), (position, flip) => {
        const damaged = Uint8Array.from(FILE);
        damaged[position] ^= flip;
        fc.pre(!(isBlank(FILE[position]) && isBlank(damaged[position])));
        expect(() => decodeSafetensors(damaged)).toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it("is refused, wherever it is cut", () => {
    fc.assert(
      fc.property(fc.nat(FILE.length - 1), (length) => {
        expect(() => decodeSafetensors(FILE.subarray(0, length))).toThrow();
      }),
    );
  });

  it("is refused if there is more behind it", () => {
    expect(() => decodeSafetensors(Buffer.concat([FILE, Uint8Array.of(0)]))).toThrow("checksum");
  });

  it("says what is wrong", () => {
    expect(() => decodeSafetensors(FILE.subarray(0, 5))).toThrow("expected a safetensors file, got 5 bytes");
    expect(() => decodeSafetensors(FILE.subarray(0, 50))).toThrow(/^expected \d+ bytes or more, got 50$/);
  });
});
