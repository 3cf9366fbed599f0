import { type AutoresetMode, checkSteppable } from "./autoreset.js";
import type { Env, EnvKind, EnvSpec, Frame } from "./env.js";
import { restoreEnv } from "./restoring.js";
import { createRng, type Rng } from "./rng.js";
import { decodeState, encodeState, stateFingerprint } from "./saved-state.js";
import { type ActionArray, copyActions, spaceSize } from "./space.js";
import type { SavedState } from "./state-fields.js";
import { createVectorBuffers, infoSize, Phase, type VectorBuffers } from "./vector-buffers.js";

export interface VectorEnvConfig {
  readonly kind: EnvKind;
  /** N. */
  readonly numEnvs: number;
  /** θ, [n, p]. */
  readonly parameters: Float64Array;
  /** Environment j is seeded with seed + j. */
  readonly seed: number;
  readonly autoreset?: AutoresetMode;
  /** Arrays to write to; new arrays if left out. */
  readonly buffers?: VectorBuffers;
  /** Awaited before each environment is made, so that other work in the thread gets its turn. */
  readonly pause?: () => Promise<void>;
}

/** N environments of one kind, stepped together, with a reward for each of n agents. */
export interface VectorEnv {
  readonly spec: EnvSpec;
  readonly numEnvs: number;
  readonly numAgents: number;
  readonly autoreset: AutoresetMode;
  /** Results of the latest reset or step. */
  readonly buffers: VectorBuffers;
  /**
   * Starts episodes.
   * @param mask - [N], the environments to reset; all if left out
   * @param seed - if given, environment j is first seeded with seed + j
   */
  reset(mask?: ArrayLike<number>, seed?: number): VectorBuffers;
  /**
   * Steps every environment once.
   * @param actions - [N, a] or [N]; if left out, `buffers.actions`, which then must have been checked
   * @throws InvalidValueError or EpisodeStateError, before any environment is stepped
   */
  step(actions?: ArrayLike<number>): VectorBuffers;
  /** Resets only environments from … to − 1, for callers that take turns with others. */
  resetRows(from: number, to: number, mask?: ArrayLike<number>, seed?: number): void;
  /**
   * Steps environments from … to − 1 once, with `buffers.actions`. It checks nothing: callers must call `checkSteppable`
   * and `copyActions` before the first rows of a step.
   */
  stepRows(from: number, to: number): void;
  /** Saves the whole state of environment j, including its random numbers and running episode. */
  save(j: number): Uint8Array;
  /**
   * Restores the whole state, or nothing.
   * @throws InvalidValueError if the state is damaged, impossible, or belongs to other options or agents
   */
  restore(j: number, state: Uint8Array): void;
  /**
   * Checks a state without restoring it, so that either all of several states are restored or none.
   * @throws InvalidValueError like `restore`
   */
  checkState(j: number, state: Uint8Array): void;
  /**
   * Takes the state of all environments, which were reset before, within this process: quicker than to save each.
   * @returns a function that puts it back
   */
  remember(): () => void;
  render(j: number): Frame;
  dispose(): void;
}

/** The data that a VectorEnv keeps for one environment, with views of its rows. */
interface Slot {
  readonly env: Env;
  readonly rng: Rng;
  readonly action: ActionArray;
  readonly observation: Float32Array;
  readonly finalObservation: Float32Array;
  readonly infos: Float64Array;
  readonly finalInfos: Float64Array;
  readonly rewards: Float32Array;
  readonly episodeReturns: Float32Array;
  /** [n], of the running episode. */
  readonly returns: Float64Array;
  elapsed: number;
}

export async function createVectorEnv(config: VectorEnvConfig): Promise<VectorEnv> {
  const { kind, numEnvs, parameters, autoreset = "same-step" } = config;
  const { spec } = kind;
  const numAgents = parameters.length / spec.agentParameters.length;
  const buffers = config.buffers ?? createVectorBuffers(spec, numEnvs, numAgents);
  const fingerprint = stateFingerprint(kind, parameters);
  const context = `env "${spec.id}"`;
  const features = new Float64Array(kind.numFeatures);
  const envs = await createEnvs(kind, numEnvs, config.pause);
  const slots = envs.map((env, j) => createSlot(env, createRng(config.seed + j, "environment"), j));

  function createSlot(env: Env, rng: Rng, j: number): Slot {
    const row = <A extends { subarray(from: number, to: number): A }>(array: A, width: number): A =>
      array.subarray(j * width, (j + 1) * width);
    const d = spaceSize(spec.observationSpace);
    const i = infoSize(spec);
    return {
      env,
      rng,
      action: row<ActionArray>(buffers.actions, spaceSize(spec.actionSpace)),
      observation: row(buffers.observations, d),
      finalObservation: row(buffers.finalObservations, d),
      infos: row(buffers.infos, i),
      finalInfos: row(buffers.finalInfos, i),
      rewards: row(buffers.rewards, numAgents),
      episodeReturns: row(buffers.episodeReturns, numAgents),
      returns: new Float64Array(numAgents),
      elapsed: 0,
    };
  }

  function startEpisode(slot: Slot, j: number): void {
    slot.env.reset(slot.rng);
    slot.env.observe(slot.observation);
    slot.env.infos(slot.infos);
    slot.returns.fill(0);
    slot.elapsed = 0;
    buffers.phases[j] = Phase.running;
  }

  function stepRunning(slot: Slot, j: number): void {
    const terminated = slot.env.step(slot.action, slot.rng);
    slot.elapsed++;
    slot.env.observe(slot.observation);
    slot.env.infos(slot.infos);
    slot.env.features(features);
    kind.rewards(features, parameters, slot.rewards);
    for (let i = 0; i < numAgents; i++) slot.returns[i] += slot.rewards[i];
    buffers.terminated[j] = terminated ? 1 : 0;
    const truncated = slot.elapsed === spec.maxEpisodeSteps || slot.env.truncated?.() === true;
    buffers.truncated[j] = !terminated && truncated ? 1 : 0;
    if (buffers.terminated[j] || buffers.truncated[j]) finishEpisode(slot, j);
  }

  function finishEpisode(slot: Slot, j: number): void {
    buffers.phases[j] = Phase.over;
    buffers.episodeLengths[j] = slot.elapsed;
    slot.episodeReturns.set(slot.returns);
    if (autoreset !== "same-step") return;
    slot.finalObservation.set(slot.observation);
    slot.finalInfos.set(slot.infos);
    startEpisode(slot, j);
  }

  /** Resets an environment in place of a step, under "next-step". */
  function stepReset(slot: Slot, j: number): void {
    startEpisode(slot, j);
    slot.rewards.fill(0);
    buffers.terminated[j] = 0;
    buffers.truncated[j] = 0;
  }

  /** The state of environment j, whose arrays are those that it works on. */
  function stateOf(j: number): SavedState {
    const { env, rng, observation, infos, returns, elapsed } = slots[j];
    const phase = buffers.phases[j];
    return { phase, elapsed, rngState: rng.getState(), observation, infos, returns, env: env.save() };
  }

  function putState(j: number, saved: SavedState): void {
    const slot = slots[j];
    restoreEnv(slot.env, saved.env, context);
    slot.rng.setState(saved.rngState);
    slot.observation.set(saved.observation);
    slot.infos.set(saved.infos);
    slot.returns.set(saved.returns);
    slot.elapsed = saved.elapsed;
    buffers.phases[j] = saved.phase;
  }

  function resetRows(from: number, to: number, mask?: ArrayLike<number>, seed?: number): void {
    for (let j = from; j < to; j++) {
      if (mask !== undefined && !mask[j]) continue;
      if (seed !== undefined) slots[j].rng.setState(createRng(seed + j, "environment").getState());
      startEpisode(slots[j], j);
    }
  }

  function stepRows(from: number, to: number): void {
    for (let j = from; j < to; j++) {
      if (buffers.phases[j] === Phase.over) stepReset(slots[j], j);
      else stepRunning(slots[j], j);
    }
  }

  return {
    spec,
    numEnvs,
    numAgents,
    autoreset,
    buffers,
    reset(mask, seed) {
      resetRows(0, numEnvs, mask, seed);
      return buffers;
    },
    step(actions) {
      checkSteppable(buffers.phases, autoreset);
      if (actions !== undefined) copyActions(spec.actionSpace, actions, buffers.actions);
      stepRows(0, numEnvs);
      return buffers;
    },
    resetRows,
    stepRows,
    save: (j) => encodeState(fingerprint, stateOf(j)),
    restore: (j, state) => putState(j, decodeState(fingerprint, state, spec, numAgents)),
    checkState(j, state) {
      const { env } = slots[j];
      const before = env.save();
      restoreEnv(env, decodeState(fingerprint, state, spec, numAgents).env, context);
      env.restore(before);
    },
    remember() {
      const before = slots.map((_, j) => {
        const { observation, infos, returns, env, ...rest } = stateOf(j);
        const own = { observation: observation.slice(), infos: infos.slice(), returns: returns.slice() };
        return { ...rest, ...own, env: env.slice() };
      });
      return () => before.forEach((state, j) => void putState(j, state));
    },
    render(j) {
      const { env } = slots[j];
      if (env.render === undefined) throw new Error(`env "${spec.id}" cannot be drawn`);
      return env.render();
    },
    dispose() {
      for (const env of envs) env.dispose();
    },
  };
}

/** Makes all environments, or none if one fails. */
async function createEnvs(
  kind: EnvKind,
  numEnvs: number,
  pause: VectorEnvConfig["pause"] = async () => {},
): Promise<Env[]> {
  const envs: Env[] = [];
  try {
    while (envs.length < numEnvs) {
      await pause();
      envs.push(await kind.create());
    }
  } catch (error) {
    for (const env of envs) env.dispose();
    throw error;
  }
  return envs;
}
