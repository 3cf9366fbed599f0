import crc32c from "crc-32/crc32c.js";

/** Bytes before a record's data: its length and the length's checksum. */
const HEADER_SIZE = 12;

/**
 * A record of the TFRecord format: length (uint64), its checksum (uint32), the data, their checksum (uint32),
 * all little-endian.
 * tensorflow.org/tutorials/load_data/tfrecord
 */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(HEADER_SIZE + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, HEADER_SIZE);
  view.setUint32(HEADER_SIZE + data.length, maskedChecksum(data), true);
  return record;
}

/** The format masks each checksum with this constant, as LevelDB does, since CRCs of data that contain CRCs are weak. */
const MASK_DELTA = 0xa282ead8;

/** CRC-32C, rotated right by 15 bits, plus a constant; 0 … 2³² − 1. */
export function maskedChecksum(data: Uint8Array): number {
  const checksum = crc32c.buf(data);
  return (((checksum >>> 15) | (checksum << 17)) + MASK_DELTA) >>> 0;
}
