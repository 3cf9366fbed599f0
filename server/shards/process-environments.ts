import {
  decodeState,
  InvalidValueError,
  infoSize,
  Phase,
  spaceSize,
  stateFingerprint,
} from "../../envs/index.js";
import { arrayBytes } from "../../proto/index.js";
import { DeathError } from "../base/death-error.js";
import type { PythonKind } from "../python/kind.js";
import { Kind } from "../python/messages.js";
import type { ProcessGroup } from "./process-group.js";
import { joinStates, readFrames, readResets, readSteps, splitStates } from "./process-replies.js";
import { makeRequest, seedBytes } from "./process-requests.js";
import { createReceivingVector } from "./receiving-vector.js";
import type { ShardSetup } from "./shard.js";
import { isChosen, type ShardEnvironments } from "./shard-environments.js";
import { inSlices } from "./slices.js";

/** Seconds that environments get to close. */
const CLOSE_SECONDS = 2;

/**
 * Environments in processes of their own. The processes step them; what follows from their results, rewards, returns and
 * the ends of episodes among them, is worked out here as for every environment.
 * @param processes - have no environments yet
 * @throws DeathError if an environment cannot be made
 */
export async function createProcessEnvironments(
  processes: ProcessGroup,
  python: PythonKind,
  setup: ShardSetup,
  pause: () => Promise<void>,
): Promise<ShardEnvironments> {
  const { numEnvs, kind, parameters, autoreset } = setup;
  const { spec } = kind;
  const { numObjectives } = python;
  const { env, envs } = await createReceivingVector(setup, numObjectives);
  const { buffers } = env;
  const sizes = { numObjectives, observation: spaceSize(spec.observationSpace), infos: infoSize(spec) };
  const actionSize = buffers.actions.length / numEnvs;
  const fingerprint = stateFingerprint(kind, parameters);
  const sameStep = autoreset === "same-step";
  const each = (work: (row: number) => void) => inSlices(numEnvs, work, pause);
  await processes.each((worker, from, to) => worker.ask(Kind.make, makeRequest(python, setup, [from, to])));

  /** @returns what the processes save of the environments in the mask, in order */
  async function fetchStates(mask: Uint8Array): Promise<Uint8Array[]> {
    const states = processes.each(async (worker, from, to) =>
      splitStates(await worker.ask(Kind.save, mask.subarray(from, to))),
    );
    return (await states).flat();
  }

  async function receiveStates(mask: Uint8Array): Promise<void> {
    const states = await fetchStates(mask);
    let next = 0;
    await each((j) => {
      if (mask[j] === 1) envs[j].receiveState(states[next++]);
    });
  }

  /**
   * Restores all states or none.
   * @param states - N of what processes saved; an empty one leaves its environment unchanged
   */
  async function sendStates(states: readonly Uint8Array[]): Promise<void> {
    // A process restores all of its own or none.
    const before = processes.numProcesses > 1 ? await fetchStates(allOf(numEnvs)) : states;
    const restored: (() => Promise<unknown>)[] = [];
    const sent = processes.each(async (worker, from, to) => {
      const send = (all: readonly Uint8Array[]) => worker.ask(Kind.restore, joinStates(all.slice(from, to)));
      await send(states);
      restored.push(() => send(before));
    });
    await sent.catch(async (error) => {
      if (!(error instanceof DeathError)) await Promise.all(restored.map((putBack) => putBack()));
      throw error;
    });
  }

  /** The part of a state that a process saved. */
  function ownPart(state: Uint8Array, j: number): Uint8Array {
    if (state.length === 0) return state;
    const own = decodeState(fingerprint, state, spec, env.numAgents).env;
    if (own.length > 0) return own;
    const where = `states[${setup.firstRow + j}]`;
    throw new InvalidValueError(
      where,
      "a state that SaveState gave",
      "one that lacks its environment's part",
    );
  }

  return {
    buffers,
    async reset(mask, seed) {
      const chosen = maskOf(mask, numEnvs);
      const received = await processes.each(async (worker, from, to) => {
        const first = seed === undefined ? undefined : seed + from;
        return readResets(await worker.ask(Kind.reset, seedBytes(first), chosen.subarray(from, to)), sizes);
      });
      const results = received.flat();
      let next = 0;
      await each((j) => {
        if (chosen[j] === 0) return;
        envs[j].receiveReset(results[next++]);
        env.resetRows(j, j + 1, mask, seed);
      });
    },
    async step() {
      const resets = buffers.phases.map((phase) => (phase === Phase.over ? 1 : 0));
      const received = await processes.each(async (worker, from, to) => {
        const actions = arrayBytes(buffers.actions.subarray(from * actionSize, to * actionSize));
        const body = await worker.ask(Kind.step, resets.subarray(from, to), actions);
        return readSteps(body, sizes, { numEnvs: to - from, sameStep });
      });
      const results = received.flat();
      await each((j) => {
        envs[j].receiveStep(results[j]);
        env.stepRows(j, j + 1);
      });
    },
    async save(mask) {
      const chosen = maskOf(mask, numEnvs);
      await receiveStates(chosen);
      const states: Uint8Array[] = [];
      await each((j) => states.push(chosen[j] === 1 ? env.save(j) : new Uint8Array(0)));
      return states;
    },
    async restore(states) {
      await sendStates(states.map(ownPart));
      await each((j) => {
        if (states[j].length > 0) env.restore(j, states[j]);
      });
    },
    async render(mask) {
      const chosen = maskOf(mask, numEnvs);
      const frames = processes.each(async (worker, from, to) =>
        readFrames(await worker.ask(Kind.render, chosen.subarray(from, to))),
      );
      return (await frames).flat();
    },
    async remember() {
      try {
        await receiveStates(allOf(numEnvs));
      } catch (error) {
        if (error instanceof DeathError) throw error;
        // Environments that cannot be saved are stepped all the same.
        return () => Promise.reject(error);
      }
      const states = envs.map((each) => each.save());
      const putBack = env.remember();
      return async () => {
        await sendStates(states);
        putBack();
      };
    },
    async dispose() {
      const timer = setTimeout(() => processes.kill(), 1000 * CLOSE_SECONDS);
      // A process that has ended is closed.
      await processes.each((worker) => worker.ask(Kind.close).catch(() => {}));
      clearTimeout(timer);
      processes.kill();
    },
  };
}

/** [N]; 1 for the environments that are chosen. */
function maskOf(mask: Uint8Array | undefined, numEnvs: number): Uint8Array {
  return Uint8Array.from({ length: numEnvs }, (_, j) => (isChosen(mask, j) ? 1 : 0));
}

/** [N]; every environment. */
function allOf(numEnvs: number): Uint8Array {
  return new Uint8Array(numEnvs).fill(1);
}
