import type { Frame } from "../../envs/index.js";
import type { Received, ReceivedStep } from "./received-env.js";

/** Sizes of what a process sends of one environment. */
export interface RowSizes {
  /** d. */
  readonly observation: number;
  /** m. */
  readonly numObjectives: number;
  /** Numbers of all infos. */
  readonly infos: number;
}

/** How a process steps its environments. */
export interface SteppedRows {
  /** N. */
  readonly numEnvs: number;
  /** Whether an environment is reset in the step that ends its episode. */
  readonly sameStep: boolean;
}

const [TERMINATED, TRUNCATED] = [1, 2];

/** @returns results of the environments that were reset, in order */
export function readResets(body: Buffer, sizes: RowSizes): Received[] {
  const numRows = body.byteLength / (4 * sizes.observation + 8 * sizes.infos);
  return readRows(createFields(body), numRows, sizes);
}

/** @returns [N] */
export function readSteps(body: Buffer, sizes: RowSizes, { numEnvs, sameStep }: SteppedRows): ReceivedStep[] {
  const fields = createFields(body);
  const { observation: d, numObjectives: m, infos: i } = sizes;
  const observations = fields.float32(numEnvs * d);
  const rewards = fields.float64(numEnvs * m);
  const ends = fields.bytes(numEnvs);
  const infos = fields.float64(numEnvs * i);
  const numEnded = sameStep ? ends.reduce((sum, end) => sum + (end === 0 ? 0 : 1), 0) : 0;
  const next = readRows(fields, numEnded, sizes);
  let ended = 0;
  return Array.from(ends, (end, j) => ({
    observation: observations.subarray(j * d, (j + 1) * d),
    infos: infos.subarray(j * i, (j + 1) * i),
    reward: rewards.subarray(j * m, (j + 1) * m),
    terminated: end === TERMINATED,
    truncated: end === TRUNCATED,
    next: end === 0 ? undefined : next[ended++],
  }));
}

function readRows(fields: Fields, numRows: number, { observation: d, infos: i }: RowSizes): Received[] {
  const observations = fields.float32(numRows * d);
  const infos = fields.float64(numRows * i);
  return Array.from({ length: numRows }, (_, j) => ({
    observation: observations.subarray(j * d, (j + 1) * d),
    infos: infos.subarray(j * i, (j + 1) * i),
  }));
}

/** States, each behind its length. */
export function joinStates(states: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    states.flatMap((state) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(state.byteLength);
      return [length, state];
    }),
  );
}

export function splitStates(body: Buffer): Uint8Array[] {
  const states: Uint8Array[] = [];
  let offset = 0;
  while (offset < body.byteLength) {
    const end = offset + 4 + body.readUInt32LE(offset);
    states.push(Uint8Array.prototype.slice.call(body, offset + 4, end));
    offset = end;
  }
  return states;
}

export function readFrames(body: Buffer): Frame[] {
  const frames: Frame[] = [];
  let offset = 0;
  while (offset < body.byteLength) {
    const [height, width] = [body.readUInt32LE(offset), body.readUInt32LE(offset + 4)];
    const end = offset + 8 + 3 * height * width;
    frames.push({ height, width, data: Uint8Array.prototype.slice.call(body, offset + 8, end) });
    offset = end;
  }
  return frames;
}

/** Reads a body's fields in order. */
interface Fields {
  float32(count: number): Float32Array;
  float64(count: number): Float64Array;
  bytes(count: number): Uint8Array;
}

function createFields(body: Buffer): Fields {
  let offset = body.byteOffset;
  /** A copy, since fields may be anywhere in memory, where typed arrays cannot begin. */
  function take(size: number): ArrayBuffer {
    offset += size;
    if (offset > body.byteOffset + body.byteLength)
      throw new RangeError("expected a longer message of a worker");
    return body.buffer.slice(offset - size, offset) as ArrayBuffer;
  }
  return {
    float32: (count) => new Float32Array(take(4 * count)),
    float64: (count) => new Float64Array(take(8 * count)),
    bytes: (count) => new Uint8Array(take(count)),
  };
}
