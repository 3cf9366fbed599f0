import fc from "fast-check";
import { expect, test } from "vitest";
import { configureEnv, halfCheetah, resourceGathering } from "../../envs/index.js";
import { checkState, decodeState, encodeState, stateFingerprint } from "../../envs/saved-state.js";
import type { SavedState } from "../../envs/state-fields.js";

const NUM_AGENTS = 3;
const kind = configureEnv(halfCheetah);
const parameters = Float64Array.of(0, 1, 2);
const fingerprint = stateFingerprint(kind, parameters);

const int32 = fc.integer();
/** Phases, with how many steps of a thousand an episode has then had. */
const episodes = fc.oneof(
  fc.constant({ phase: 0, elapsed: 0 }),
  fc.record({ phase: fc.constant(1), elapsed: fc.integer({ min: 0, max: 999 }) }),
  fc.record({ phase: fc.constant(2), elapsed: fc.integer({ min: 1, max: 1000 }) }),
);
const finite = (length: number) => ({
  minLength: length,
  maxLength: length,
  noNaN: true,
  noDefaultInfinity: true,
});
const rest = fc.record({
  rngState: fc.array(int32, { minLength: 4, maxLength: 4 }).filter((state) => state.some((x) => x !== 0)),
  observation: fc.float32Array(finite(17)),
  infos: fc.float64Array(finite(20)),
  returns: fc.float64Array(finite(NUM_AGENTS)),
  env: fc.uint8Array(),
});
const states = fc.tuple(episodes, rest).map(([episode, others]) => ({ ...episode, ...others }));

test("an encoded state is decoded, from any place in memory", () => {
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

const IMPOSSIBLE: [Partial<SavedState>, string][] = [
  [{ phase: 3 }, "a phase from 0 to 2, got 3"],
  [{ phase: -1 }, "a phase from 0 to 2, got -1"],
  [{ phase: 0, elapsed: 1 }, "from 0 to 0 steps in phase 0, got 1"],
  [{ phase: 1, elapsed: 1000 }, "from 0 to 999 steps in phase 1, got 1000"],
  [{ phase: 1, elapsed: -1 }, "from 0 to 999 steps in phase 1, got -1"],
  [{ phase: 2, elapsed: 0 }, "from 1 to 1000 steps in phase 2, got 0"],
  [{ phase: 2, elapsed: 1001 }, "from 1 to 1000 steps in phase 2, got 1001"],
  [{ rngState: [0, 0, 0, 0] }, "a state of random numbers, got zeros"],
  [{ observation: new Float32Array(17).fill(Number.NaN) }, "finite numbers in observation, got NaN"],
  [{ infos: new Float64Array(20).with(19, Infinity) }, "finite numbers in infos, got Infinity"],
  [{ returns: Float64Array.of(0, -Infinity, 0) }, "finite numbers in returns, got -Infinity"],
];

test.each(IMPOSSIBLE)("a state that no environment could have saved is refused: %o", (changes, text) => {
  fc.assert(
    fc.property(states, (state) => {
      const bytes = encodeState(fingerprint, { ...state, ...changes });
      const message = `states: expected ${text} (env "half-cheetah")`;
      expect(() => decodeState(fingerprint, bytes, kind.spec, NUM_AGENTS)).toThrow(message);
    }),
    { numRuns: 20 },
  );
});

test("a state that is too short for its arrays is refused", () => {
  // 36 bytes, observations 4 · 17, infos 8 · 20, returns 8 · 3.
  const short = {
    observation: new Float32Array(17),
    infos: new Float64Array(20),
    returns: new Float64Array(2),
  };
  const state = { phase: 1, elapsed: 0, rngState: [1, 2, 3, 4], ...short, env: new Uint8Array(7) };
  expect(() => decodeState(fingerprint, encodeState(fingerprint, state), kind.spec, NUM_AGENTS)).toThrow(
    'states: expected at least 288 bytes, got 287 (env "half-cheetah")',
  );
});

test("an episode without limit may have had any number of steps", () => {
  const spec = { ...kind.spec, maxEpisodeSteps: 0 };
  fc.assert(
    fc.property(
      states,
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      (state, phase, elapsed) => {
        const bytes = encodeState(fingerprint, { ...state, phase, elapsed });
        expect(decodeState(fingerprint, bytes, spec, NUM_AGENTS)).toMatchObject({ phase, elapsed });
      },
    ),
  );
});
