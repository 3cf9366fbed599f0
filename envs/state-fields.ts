import type { EnvSpec } from "./env.js";
import { InvalidValueError } from "./errors.js";
import { Phase } from "./vector-buffers.js";

/**
 * Checks the fields of a state, which may be made up.
 * @throws InvalidValueError at the first field that no environment of the spec could have saved
 */
export function checkStateFields(state: SavedState, spec: EnvSpec): void {
  const refused = (expected: string, got: string) =>
    new InvalidValueError("states", expected, got, `env "${spec.id}"`);
  const { phase, elapsed, rngState } = state;
  const steps = stepsOf(phase, spec);
  if (steps === undefined) throw refused(`a phase from ${Phase.unreset} to ${Phase.over}`, `${phase}`);
  const [least, most] = steps;
  if (!(Number.isInteger(elapsed) && elapsed >= least && elapsed <= most)) {
    throw refused(`from ${least} to ${most} steps in phase ${phase}`, `${elapsed}`);
  }
  // With this state, the generator returns only zeros.
  if (rngState.every((x) => x === 0)) throw refused("a state of random numbers", "zeros");
  for (const name of ["observation", "infos", "returns"] as const) {
    const bad = state[name].find((x) => !Number.isFinite(x));
    if (bad !== undefined) throw refused(`finite numbers in ${name}`, `${bad}`);
  }
}

/** Range of the number of steps of an episode in a phase; undefined if the phase is invalid. */
function stepsOf(phase: number, { maxEpisodeSteps }: EnvSpec): readonly [number, number] | undefined {
  const limit = maxEpisodeSteps === 0 ? Number.POSITIVE_INFINITY : maxEpisodeSteps;
  if (phase === Phase.unreset) return [0, 0];
  if (phase === Phase.running) return [0, limit - 1];
  return phase === Phase.over ? [1, limit] : undefined;
}

/** The complete state of one environment of a VectorEnv. */
export interface SavedState {
  readonly phase: number;
  /** Steps of the running episode. */
  readonly elapsed: number;
  /** Four 32-bit integers. */
  readonly rngState: readonly number[];
  /** [d]. */
  readonly observation: Float32Array;
  /** A row of VectorBuffers.infos. */
  readonly infos: Float64Array;
  /** [n], returns of the running episode. */
  readonly returns: Float64Array;
  /** The bytes of Env.save. */
  readonly env: Uint8Array;
}
