import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { EnvKind, EnvSpec } from "./env.js";
import { InvalidValueError } from "./errors.js";
import { spaceSize } from "./space.js";
import type { SavedState } from "./state-fields.js";
import { checkStateFields } from "./state-fields.js";
import { infoSize } from "./vector-buffers.js";

// Little-endian: checksum of all that follows (4 bytes), fingerprint (8), phase (4), elapsed (4),
// random numbers (16), observation (4 d), infos (8 each), returns (8 n), environment (the rest).
const FINGERPRINT = 4;
const FIELDS = 12;
const ARRAYS = 36;

/** Eight bytes that distinguish environments by id, options and agents. */
export function stateFingerprint(
  { spec, options }: Pick<EnvKind, "spec" | "options">,
  parameters: Float64Array,
): Uint8Array {
  const bytes = new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength);
  return createHash("sha256")
    .update(JSON.stringify([spec, options]))
    .update(bytes)
    .digest()
    .subarray(0, 8);
}

/** @returns number of bytes of a saved state, without those of Env.save */
export function savedStateBytes(spec: EnvSpec, numAgents: number): number {
  return ARRAYS + 4 * spaceSize(spec.observationSpace) + 8 * infoSize(spec) + 8 * numAgents;
}

export function encodeState(fingerprint: Uint8Array, state: SavedState): Uint8Array {
  const { observation, infos, returns, env } = state;
  const sizes = [observation, infos, returns, env].map((array) => array.byteLength);
  const bytes = new Uint8Array(sizes.reduce((a, b) => a + b, ARRAYS));
  const view = new DataView(bytes.buffer);
  bytes.set(fingerprint, FINGERPRINT);
  [state.phase, state.elapsed, ...state.rngState].forEach((x, i) => {
    view.setInt32(FIELDS + 4 * i, x, true);
  });
  let offset = ARRAYS;
  for (const x of observation) {
    view.setFloat32(offset, x, true);
    offset += 4;
  }
  for (const x of [...infos, ...returns]) {
    view.setFloat64(offset, x, true);
    offset += 8;
  }
  bytes.set(env, offset);
  view.setUint32(0, crc32(bytes.subarray(FINGERPRINT)), true);
  return bytes;
}

/**
 * Checks a saved state without restoring it, so that either all of several states are restored or none.
 * @param fingerprint - fingerprint of the environment to be restored
 * @throws InvalidValueError if the bytes are damaged, or saved with another id, options or agents
 */
export function checkState(fingerprint: Uint8Array, bytes: Uint8Array, spec: EnvSpec): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < ARRAYS || view.getUint32(0, true) !== crc32(bytes.subarray(FINGERPRINT))) {
    throw new InvalidValueError("states", "a saved state", `${bytes.length} damaged bytes`);
  }
  if (fingerprint.some((x, i) => x !== bytes[FINGERPRINT + i])) {
    const expected = `a state of env "${spec.id}" with the same options and agents`;
    throw new InvalidValueError("states", expected, "a state of other environments");
  }
}

/**
 * @param fingerprint - of the environment to be restored
 * @throws InvalidValueError like checkState, and if no environment of the spec could have saved the state; Env.restore
 *   checks the part of Env.save
 */
export function decodeState(
  fingerprint: Uint8Array,
  bytes: Uint8Array,
  spec: EnvSpec,
  numAgents: number,
): SavedState {
  checkState(fingerprint, bytes, spec);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const infosOffset = ARRAYS + 4 * spaceSize(spec.observationSpace);
  const returnsOffset = infosOffset + 8 * infoSize(spec);
  const envOffset = returnsOffset + 8 * numAgents;
  if (bytes.length < envOffset) {
    const context = `env "${spec.id}"`;
    throw new InvalidValueError("states", `at least ${envOffset} bytes`, `${bytes.length}`, context);
  }
  const float64s = (from: number, to: number) =>
    Float64Array.from({ length: (to - from) / 8 }, (_, i) => view.getFloat64(from + 8 * i, true));
  const state: SavedState = {
    phase: view.getInt32(FIELDS, true),
    elapsed: view.getInt32(FIELDS + 4, true),
    rngState: [0, 1, 2, 3].map((i) => view.getInt32(FIELDS + 8 + 4 * i, true)),
    observation: Float32Array.from({ length: (infosOffset - ARRAYS) / 4 }, (_, i) =>
      view.getFloat32(ARRAYS + 4 * i, true),
    ),
    infos: float64s(infosOffset, returnsOffset),
    returns: float64s(returnsOffset, envOffset),
    env: new Uint8Array(bytes.subarray(envOffset)),
  };
  checkStateFields(state, spec);
  return state;
}
