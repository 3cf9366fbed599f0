import type { Env } from "./env.js";
import { InvalidValueError } from "./errors.js";

/**
 * Restores an environment, or leaves it unchanged.
 * @param state - in the form of Env.save, but possibly made up
 * @param context - for errors, for example `env "hopper"`
 * @throws InvalidValueError if the environment refuses the state, or saves another state after it
 */
export function restoreEnv(env: Env, state: Uint8Array, context: string): void {
  const before = env.save();
  try {
    env.restore(state.slice());
    const kept = env.save();
    if (!isSame(kept, state))
      throw refused(`${state.length} bytes that become other ${kept.length}`, context);
  } catch (error) {
    env.restore(before);
    throw error instanceof InvalidValueError ? error : refused(`one it breaks at: ${error}`, context, error);
  }
}

function refused(got: string, context: string, cause?: unknown): InvalidValueError {
  return Object.assign(new InvalidValueError("states", "a state of the environment", got, context), {
    cause,
  });
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
