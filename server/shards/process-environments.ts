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
import type { WorkerConnection } from "../python/connection.js";
import type { PythonKind } from "../python/kind.js";
import { Kind } from "../python/messages.js";
import { joinStates, readFrames, readResets, readSteps, splitStates } from "./process-replies.js";
import { makeRequest, seedBytes } from "./process-requests.js";
import { createReceivingVector } from "./receiving-vector.js";
import type { ShardSetup } from "./shard.js";
import { isChosen, type ShardEnvironments } from "./shard-environments.js";
import { inSlices } from "./slices.js";

/** Seconds that environments get to close. */
const CLOSE_SECONDS = 2;

/**
 * Environments in a process of their own. The process steps them; what follows from its results, rewards, returns and
 * the ends of episodes among them, is worked out here as for every environment.
 * @param connection - to a process that has none yet
 * @throws DeathError if an environment cannot be made
 */
export async function createProcessEnvironments(
  connection: WorkerConnection,
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
  const fingerprint = stateFingerprint(kind, parameters);
  const each = (work: (row: number) => void) => inSlices(numEnvs, work, pause);
  await connection.ask(Kind.make, makeRequest(python, setup));

  async function fetchStates(mask: Uint8Array): Promise<void> {
    const states = splitStates(await connection.ask(Kind.save, mask));
    let next = 0;
    await each((j) => {
      if (mask[j] === 1) envs[j].receiveState(states[next++]);
    });
  }

  /** @param states - N of what the process saved; an empty one leaves its environment unchanged */
  const sendStates = (states: readonly Uint8Array[]) => connection.ask(Kind.restore, joinStates(states));

  /** The part of a state that the process saved. */
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
      const received = readResets(await connection.ask(Kind.reset, seedBytes(seed), chosen), sizes);
      let next = 0;
      await each((j) => {
        if (chosen[j] === 0) return;
        envs[j].receiveReset(received[next++]);
        env.resetRows(j, j + 1, mask, seed);
      });
    },
    async step() {
      const resets = buffers.phases.map((phase) => (phase === Phase.over ? 1 : 0));
      const body = await connection.ask(Kind.step, resets, arrayBytes(buffers.actions));
      const received = readSteps(body, sizes, { numEnvs, sameStep: autoreset === "same-step" });
      await each((j) => {
        envs[j].receiveStep(received[j]);
        env.stepRows(j, j + 1);
      });
    },
    async save(mask) {
      const chosen = maskOf(mask, numEnvs);
      await fetchStates(chosen);
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
    render: async (mask) => readFrames(await connection.ask(Kind.render, maskOf(mask, numEnvs))),
    async remember() {
      try {
        await fetchStates(maskOf(undefined, numEnvs));
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
      const timer = setTimeout(() => connection.kill(), 1000 * CLOSE_SECONDS);
      // A process that has ended is closed.
      await connection.ask(Kind.close).catch(() => {});
      clearTimeout(timer);
      connection.kill();
    },
  };
}

/** [N]; 1 for the environments that are chosen. */
function maskOf(mask: Uint8Array | undefined, numEnvs: number): Uint8Array {
  return Uint8Array.from({ length: numEnvs }, (_, j) => (isChosen(mask, j) ? 1 : 0));
}
