import { describe, expect, test } from "vitest";
import {
  configureEnv,
  createRng,
  type EnvDefinition,
  InvalidValueError,
  type OptionSpec,
  type VectorEnv,
} from "../../envs/index.js";
import { createEnv, play, row, type Subject, sampleAction } from "./harness.js";

const NUM_STEPS = 40;

/** A restored environment goes on as the saved one would have, bit for bit. */
export function describeSavedStates(subject: Subject): void {
  const saveAll = (env: VectorEnv) => Array.from({ length: env.numEnvs }, (_, j) => env.save(j));
  const restoreAll = (env: VectorEnv, states: Uint8Array[]) => {
    states.forEach((state, j) => {
      env.restore(j, state);
    });
  };

  describe("saved states", () => {
    test.each([0, 1, 2, 5, 30])("goes on from step %i", async (numSteps) => {
      const env = await createEnv(subject);
      env.reset();
      play(env, numSteps, createRng(1));
      const observations = env.buffers.observations.slice();
      const states = saveAll(env);
      const first = play(env, NUM_STEPS);
      restoreAll(env, states);
      expect(env.buffers.observations).toEqual(observations);
      expect(play(env, NUM_STEPS)).toEqual(first);
    });

    test("goes on in environments of another seed, number and autoreset", async () => {
      const env = await createEnv(subject, { numEnvs: 2 });
      const other = await createEnv(subject, { seed: 99, numEnvs: 1 });
      env.reset();
      other.reset();
      play(env, 4);
      play(other, 7);
      other.restore(0, env.save(1));
      expect(row(other, other.buffers.observations, 0)).toEqual(row(env, env.buffers.observations, 1));
      const actions = createRng(2);
      for (let t = 0; t < NUM_STEPS; t++) {
        const action = sampleAction(env.spec.actionSpace, actions);
        env.step([...action, ...action]);
        other.step(action);
        expect(row(other, other.buffers.rewards, 0)).toEqual(row(env, env.buffers.rewards, 1));
        expect(other.save(0)).toEqual(env.save(1));
      }
    });

    test("one state branches into several", async () => {
      const env = await createEnv(subject);
      env.reset();
      play(env, 3);
      restoreAll(env, new Array(3).fill(env.save(2)));
      const actions = createRng(3);
      for (let t = 0; t < NUM_STEPS; t++) {
        const action = sampleAction(env.spec.actionSpace, actions);
        env.step([...action, ...action, ...action]);
        expect(env.save(1)).toEqual(env.save(0));
        expect(env.save(2)).toEqual(env.save(0));
      }
    });

    test.each(["next-step", "disabled"] as const)("knows an episode that is over (%s)", async (autoreset) => {
      const env = await createEnv(subject, { numEnvs: 1, autoreset });
      env.reset();
      while (!env.buffers.terminated[0] && !env.buffers.truncated[0]) play(env, 1);
      const state = env.save(0);
      const goOn = () => {
        if (autoreset === "disabled")
          expect(() => play(env, 1)).toThrow("the episode of environment 0 is over");
        if (autoreset === "disabled") env.reset();
        return play(env, 1);
      };
      const expected = goOn();
      env.restore(0, state);
      expect(goOn()).toEqual(expected);
    });

    test("knows that it was never reset", async () => {
      const env = await createEnv(subject, { numEnvs: 1 });
      const state = env.save(0);
      env.reset();
      env.restore(0, state);
      expect(() => play(env, 1)).toThrow("environment 0 was never reset: reset before stepping");
    });

    test("refuses damaged states and stays as it was", async () => {
      const env = await createEnv(subject, { numEnvs: 1 });
      env.reset();
      play(env, 3);
      const state = env.save(0);
      play(env, 2);
      const before = env.save(0);
      const damaged = [state.subarray(1), state.subarray(0, -1), state.subarray(0, 3), new Uint8Array(0)];
      for (let i = 0; i < state.length; i++) damaged.push(state.map((x, k) => (k === i ? x ^ 0x10 : x)));
      for (const bytes of damaged) {
        const got = `${bytes.length} damaged bytes`;
        const error = new InvalidValueError("states", "a saved state", got);
        expect(() => env.restore(0, bytes)).toThrow(error);
      }
      expect(env.save(0)).toEqual(before);
    });

    test("refuses states of other options or agents and stays as it was", async () => {
      const env = await createEnv(subject, { numEnvs: 1 });
      env.reset();
      const before = env.save(0);
      const expected = `a state of env "${env.spec.id}" with the same options and agents`;
      const error = new InvalidValueError("states", expected, "a state of other environments");
      for (const foreign of await createForeignEnvs(subject)) {
        foreign.reset();
        expect(() => env.restore(0, foreign.save(0))).toThrow(error);
      }
      expect(env.save(0)).toEqual(before);
    });
  });
}

/** Environments that differ in one option each, or in their agents. */
async function createForeignEnvs(subject: Subject): Promise<VectorEnv[]> {
  const { agentParameters } = (await createEnv(subject)).spec;
  const parameters = Float64Array.from(agentParameters, ({ minimum }) => minimum);
  const envs = [await createEnv(subject, { parameters })];
  for (const option of subject.definition.options) {
    envs.push(await createEnv(subject, { options: otherValue(subject, option) }));
  }
  return envs;
}

/** The option with a value that the subject does not have, and that goes with its others. */
function otherValue({ definition, options }: Subject, option: OptionSpec): Record<string, unknown> {
  const { name, type, minimum, maximum } = option;
  const candidates = type === "boolean" ? [true, false] : [minimum, maximum, 1];
  const value = candidates.find((x) => {
    if (x === undefined || x === (options[name] ?? option.default)) return false;
    return isAccepted(definition, { ...options, [name]: x });
  });
  return { [name]: value };
}

function isAccepted(definition: EnvDefinition, options: Subject["options"]): boolean {
  try {
    configureEnv(definition, options);
    return true;
  } catch {
    return false;
  }
}
