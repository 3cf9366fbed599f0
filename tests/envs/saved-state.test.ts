import fc from "fast-check";
import { expect, test } from "vitest";
import { configureEnv, halfCheetah, resourceGathering } from "../../envs/index.js";
import { checkState, decodeState, encodeState, stateFingerprint } from "../../envs/saved-state.js";

const NUM_AGENTS = 3;
const kind = configureEnv(halfCheetah);
const parameters = Float64Array.of(0, 1, 2);
const fingerprint = stateFingerprint(kind, parameters);

const int32 = fc.integer();
const states = fc.record({
  phase: fc.integer({ min: 0, max: 2 }),
  elapsed: fc.nat(),
  rngState: fc.array(int32, { minLength: 4, maxLength: 4 }),
  observation: fc.float32Array({ minLength: 17, maxLength: 17 }),
  infos: fc.float64Array({ minLength: 20, maxLength: 20 }),
  returns: fc.float64Array({ minLength: NUM_AGENTS, maxLength: NUM_AGENTS }),
  env: fc.uint8Array(),
});

test("what is encoded is decoded, from any place in memory", () => {
  fc.assert(
    fc.property(states, fc.nat(7), (state, offset) => {
      const bytes = encodeState(fingerprint, state);
      const elsewhere = new Uint8Array(offset + bytes.length).subarray(offset);
      elsewhere.set(bytes);
      expect(decodeState(fingerprint, elsewhere, kind.spec, NUM_AGENTS)).toEqual(state);
    }),
  );
});

test("any damage is found", () => {
  fc.assert(
    fc.property(states, fc.nat(), fc.integer({ min: 1, max: 255 }), (state, place, bits) => {
      const bytes = encodeState(fingerprint, state);
      bytes[place % bytes.length] ^= bits;
      const text = `states: expected a saved state, got ${bytes.length} damaged bytes`;
      expect(() => checkState(fingerprint, bytes, kind.spec)).toThrow(text);
      expect(() => decodeState(fingerprint, bytes, kind.spec, NUM_AGENTS)).toThrow(text);
    }),
  );
});

test("any bytes that are no state are found", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => checkState(fingerprint, bytes, kind.spec)).toThrow(/^states: expected a saved state, got/);
    }),
  );
});

test("environments of another id, options or agents have other fingerprints", () => {
  const prints = [
    fingerprint,
    stateFingerprint(configureEnv(resourceGathering), parameters),
    stateFingerprint(kind, Float64Array.of(0, 1, 2.5)),
    stateFingerprint(kind, parameters.subarray(0, 2)),
    ...["reset_noise_scale", "max_target_velocity", "max_episode_steps"].map((name) =>
      stateFingerprint(configureEnv(halfCheetah, { [name]: 1 }), parameters),
    ),
  ];
  expect(new Set(prints.map((print) => Buffer.from(print).toString("hex"))).size).toBe(prints.length);
  expect(stateFingerprint(configureEnv(halfCheetah, { reset_noise_scale: 0.1 }), parameters)).toEqual(
    fingerprint,
  );
});
