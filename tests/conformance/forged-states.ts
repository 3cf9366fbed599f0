import { describe, expect, test } from "vitest";
import { createRng, InvalidValueError, Phase, type VectorEnv } from "../../envs/index.js";
import { decodeState, encodeState } from "../../envs/saved-state.js";
import type { SavedState } from "../../envs/state-fields.js";
import { createEnv, play, type Subject } from "./harness.js";

const NUM_STEPS = 3;
const NUM_FORGERIES = 100;
// Of a saved state.
const FINGERPRINT = [4, 12] as const;

/** States whose checksum and fingerprint are right and whose content is made up. */
export function describeForgedStates(subject: Subject): void {
  describe("forged states", () => {
    test("of an episode that cannot be are refused, and nothing is changed", async () => {
      const env = await start(subject);
      for (const [name, changes] of Object.entries(impossible(env))) expectRefused(env, changes, name);
    });

    test("of an environment of another length are refused, and nothing is changed", async () => {
      const env = await start(subject);
      const bytes = readState(env).env;
      const longer = (by: number) => Uint8Array.from({ length: bytes.length + by }, (_, i) => bytes[i] ?? 0);
      const wrong = [1, 8, 1000].map(longer);
      if (bytes.length > 0) wrong.push(bytes.slice(0, -1), bytes.slice(1), bytes.slice(0, 0));
      for (const state of wrong) expectRefused(env, { env: state }, `${state.length} bytes`);
    });

    test("of any content are restored whole, or refused and nothing is changed", async () => {
      const env = await start(subject);
      const rng = createRng(0, "forgeries");
      for (let i = 0; i < NUM_FORGERIES; i++) {
        const state = readState(env);
        for (let times = rng.integer(4); times >= 0; times--) {
          state.env[rng.integer(state.env.length)] = [0, 1, 0x7f, 0xff, rng.integer(256)][rng.integer(5)];
        }
        expectWholeOrNothing(env, encode(env, state));
        play(env, 1);
      }
    });
  });
}

async function start(subject: Subject): Promise<VectorEnv> {
  const env = await createEnv(subject, { numEnvs: 1, autoreset: "next-step" });
  env.reset();
  play(env, NUM_STEPS);
  return env;
}

function readState(env: VectorEnv): SavedState {
  const bytes = env.save(0);
  return decodeState(bytes.subarray(...FINGERPRINT), bytes, env.spec, env.numAgents);
}

const encode = (env: VectorEnv, state: SavedState) =>
  encodeState(env.save(0).subarray(...FINGERPRINT), state);

/** What no environment could have saved, by its name. */
function impossible(env: VectorEnv): Record<string, Partial<SavedState>> {
  const { maxEpisodeSteps } = env.spec;
  const { observation, infos, returns } = readState(env);
  const tooLong =
    maxEpisodeSteps === 0
      ? {}
      : {
          "a running episode at its limit": { phase: Phase.running, elapsed: maxEpisodeSteps },
          "an episode over beyond its limit": { phase: Phase.over, elapsed: maxEpisodeSteps + 1 },
        };
  const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((x) => ({
    ...(observation.length > 0 && { [`${x} observed`]: { observation: observation.with(0, x) } }),
    ...(infos.length > 0 && { [`info ${x}`]: { infos: infos.with(-1, x) } }),
    [`a return of ${x}`]: { returns: returns.with(-1, x) },
  }));
  return Object.assign(tooLong, ...bad, {
    "phase 3": { phase: 3 },
    "phase -1": { phase: -1 },
    "steps before the first reset": { phase: Phase.unreset, elapsed: 1 },
    "no step of an episode that is over": { phase: Phase.over, elapsed: 0 },
    "fewer steps than none": { phase: Phase.running, elapsed: -1 },
    "random numbers that are all 0": { rngState: [0, 0, 0, 0] },
  });
}

function expectRefused(env: VectorEnv, changes: Partial<SavedState>, name: string): void {
  const forged = encode(env, { ...readState(env), ...changes });
  const [state, buffers] = [env.save(0), structuredClone(env.buffers)];
  for (const call of ["checkState", "restore"] as const) {
    expect(() => env[call](0, forged), name).toThrow(InvalidValueError);
    expect(() => env[call](0, forged), name).toThrow(/^states: expected .*, got .*/);
    expect(env.save(0), name).toEqual(state);
    expect(env.buffers, name).toEqual(buffers);
  }
}

function expectWholeOrNothing(env: VectorEnv, forged: Uint8Array): void {
  const before = env.save(0);
  let refused = false;
  try {
    env.checkState(0, forged);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidValueError);
    refused = true;
  }
  expect(env.save(0)).toEqual(before);
  if (refused) expect(() => env.restore(0, forged)).toThrow(InvalidValueError);
  else env.restore(0, forged);
  expect(env.save(0)).toEqual(refused ? before : forged);
}
