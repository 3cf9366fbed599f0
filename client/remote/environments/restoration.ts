import { setTimeout as sleep } from "node:timers/promises";
import { ContractError } from "../../../proto/index.js";
import { createTaskQueue } from "../../../proto/task-queue.js";
import { goneForGood, RETRY_SECONDS } from "../transport/patience.js";
import { ConnectionError } from "../transport/transport.js";
import { checkSame } from "./difference.js";
import type { Environments } from "./environments.js";
import { SessionLostError } from "./interaction.js";

/** A function that uses a session. */
type Work<R> = (session: Environments) => Promise<R>;

/**
 * Number of steps after which states are saved. It bounds the memory (a state per environment, and the actions or policies
 * since then) and the steps to repeat, which take about a second.
 */
const STEPS_KEPT = 128;

/**
 * Opens environments that outlive their session. If the session is lost, because the server was restarted or the lease
 * ran out, a new session restores the last saved states and repeats what happened since then, with the same bits.
 * @param open - opens a session, with the same environments each time
 */
export async function openRestorable(
  address: string,
  open: () => Promise<Environments>,
): Promise<Environments> {
  let session = await open();
  let closed = false;
  /** One state per environment; undefined until states are saved. */
  let states: readonly Uint8Array[] | undefined;
  /** The changes since the states were saved. */
  let changes: Work<unknown>[] = [];
  let stepsSince = 0;
  /** Whether states fit into a message. If they do not, a lost session cannot be restored. */
  let restorable = true;
  /** The permanent error of a save in the background, which the next request throws. */
  let failure: Error | undefined;
  /** Runs one change after the other, so that it is known which ones are done. */
  const queue = createTaskQueue();

  /** Calls a function with the session. If the session is lost, it restores another one and tries again. */
  async function persist<R>(work: Work<R>): Promise<R> {
    if (failure !== undefined) throw failure;
    for (let losses = 0; ; losses++) {
      try {
        if (losses > 0) await restore().catch((error) => Promise.reject(restorationFailure(address, error)));
        return await work(session);
      } catch (error) {
        if (!(error instanceof SessionLostError) || closed || !restorable) throw error;
        if (losses === RETRY_SECONDS.length) throw goneForGood(error);
        await sleep(1000 * RETRY_SECONDS[losses]);
      }
    }
  }

  /** Opens and restores a new session. It becomes the session only when it is complete, so that no step sees it before. */
  async function restore(): Promise<void> {
    await session.close();
    const renewed = await open();
    try {
      checkSame(session, renewed, address, "the session before had");
      if (states !== undefined) await renewed.restoreStates(states);
      for (const change of changes) await change(renewed);
      session = renewed;
    } finally {
      if (session !== renewed || closed) await renewed.close();
    }
  }

  /** @param steps - that it is as long as */
  async function change<R>(work: Work<R>, steps = 1): Promise<R> {
    const result = await persist(work);
    note(work, steps);
    return result;
  }

  function note(work: Work<unknown>, steps: number): void {
    if (!restorable) return;
    changes.push(work);
    stepsSince += steps;
    // Not awaited: if this fails permanently, the next request throws the error.
    if (states === undefined || stepsSince >= STEPS_KEPT) queue.run(save).catch(noteFailedSave);
  }

  async function save(): Promise<Uint8Array[]> {
    const saved = await persist((current) => current.saveStates());
    keep(saved);
    return saved;
  }

  function keep(saved: readonly Uint8Array[]): void {
    states = saved;
    changes = [];
    stepsSince = 0;
  }

  function noteFailedSave(error: Error): void {
    // Changes are not kept without saved states, since their number would grow without bound.
    if (!(error instanceof ContractError)) {
      failure = error;
      return;
    }
    // The states are too large for a message.
    restorable = false;
    changes = [];
  }

  const { spec, actionSpace, observationSize, numEnvs, agentParameters, seed } = session;
  return {
    seed,
    get maxPolicyBytes() {
      return session.maxPolicyBytes;
    },
    spec,
    actionSpace,
    observationSize,
    numEnvs,
    agentParameters,
    reset: () => queue.run(() => change((current) => current.reset())),
    step(actions) {
      // The caller reuses this memory for the next actions.
      const own = actions.slice();
      return queue.run(() => change((current) => current.step(own)));
    },
    async rollout(order, take) {
      const end = await queue.run(() => persist((current) => current.rollout(order, take)));
      // Whoever took the pieces has them, if it is done again.
      note((current) => current.rollout(order, () => {}), order.numSteps);
      return end;
    },
    saveStates: () => queue.run(save),
    restoreStates: (saved) =>
      queue.run(async () => {
        const put: Work<Float32Array> = (current) => current.restoreStates(saved);
        const observations = await persist(put);
        if (saved.every((state) => state.length > 0)) keep(saved);
        else note(put, 1);
        return observations;
      }),
    render: (j) => queue.run(() => persist((current) => current.render(j))),
    async close() {
      closed = true;
      await session.close();
    },
  };
}

/** The error of a failed restoration. A server that is shutting down counts as a lost session. */
function restorationFailure(address: string, error: unknown): unknown {
  if (!(error instanceof ContractError)) return error;
  if (error.reason === "DRAINING") return new SessionLostError(address, error.message);
  return new ConnectionError(
    address,
    `it no longer has this session, and cannot restore it: ${error.message}`,
  );
}
