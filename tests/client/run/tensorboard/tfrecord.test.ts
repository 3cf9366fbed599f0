import { describe, expect, it } from "vitest";
import { maskedChecksum, tfRecord } from "../../../../client/run/tensorboard/tfrecord.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const unmasked = (checksum: number) => {
  const rotated = (checksum - 0xa282ead8) >>> 0;
  return ((rotated << 15) | (rotated >>> 17)) >>> 0;
};

describe("maskedChecksum", () => {
  it("is of the polynomial of RFC 3720, appendix B.4", () => {
    expect(unmasked(maskedChecksum(new Uint8Array(32)))).toBe(0x8a9136aa);
    expect(unmasked(maskedChecksum(new Uint8Array(32).fill(255)))).toBe(0x62a8ab43);
    expect(unmasked(maskedChecksum(Uint8Array.from({ length: 32 }, (_, i) => i)))).toBe(0x46dd794e);
  });

  it("is rotated by 15 bits and shifted", () => {
    // CRC-32C("123456789") = e3069283; rotated right by 15 bits it is 2507c60d; + a282ead8.
    expect(maskedChecksum(new TextEncoder().encode("123456789"))).toBe(0xc78ab0e5);
  });
});

describe("tfRecord", () => {
  it("has length, data, and a checksum after each", () => {
    const record = tfRecord(new Uint8Array(24));
    expect(record).toHaveLength(8 + 4 + 24 + 4);
    // What all event files begin with: their first record has 24 bytes.
    expect(hex(record.subarray(0, 12))).toBe("1800000000000000a37f4b22");
    expect(hex(record.subarray(12, 36))).toBe("00".repeat(24));
    const checksum = new DataView(record.buffer).getUint32(36, true);
    expect(checksum).toBe(maskedChecksum(new Uint8Array(24)));
  });

  it("takes a part of a larger buffer as it is", () => {
    const all = Uint8Array.of(9, 1, 2, 9);
    expect(tfRecord(all.subarray(1, 3))).toEqual(tfRecord(Uint8Array.of(1, 2)));
  });
});
