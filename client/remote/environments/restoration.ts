import { setTimeout as sleep } from "node:timers/promises";
import { ContractError } from "../../../proto/index.js";
import { createTaskQueue } from "../../../proto/task-queue.js";
import { goneForGood, RETRY_SECONDS } from "../transport/patience.js";
import { ConnectionError } from "../transport/transport.js";
import { checkSame } from "./difference.js";
import type { Environments } from "./environments.js";
import { SessionLostError } from "./interaction.js";

/** Something done in a session. */
type Work<R> = (session: Environments) => Promise<R>;

/**
 * After how many steps states are saved. It bounds what is kept (a state an environment, and the actions or policies
 * since) and what there is to repeat, which is about a second's steps.
 */
const STEPS_KEPT = 128;

/**
 * Environments that outlive their session. Where a server has lost it, being killed and started again, or
 * where its lease ran out, the last saved states are put into a new session and what happened since is
 * repeated, which comes to the same bits.
 * @param open - makes a session, of the same environments each time
 */
export async function openRestorable(
  address: string,
  open: () => Promise<Environments>,
): Promise<Environments> {
  let session = await open();
  let closed = false;
  /** One an environment; undefined until some are saved. */
  let states: readonly Uint8Array[] | undefined;
  /** Since then. */
  let changes: Work<unknown>[] = [];
  let stepsSince = 0;
  /** Whether states fit into a message; where they do not, a lost session is lost. */
  let restorable = true;
  /** Why states could not be saved while nobody listened, if that is for good. */
  let failure: Error | undefined;
  /** One change after the other, so that it is known what is done and what is not. */
  const queue = createTaskQueue();

  /** Does something in a session, and gets another session for it if need be. */
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

  /** Until all is as it was, there is no session: a step must never be taken in half a restoration. */
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
    // Nobody need wait for this: if it fails for good, the next request will be told.
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
    // Without states, changes would be kept and repeated without end.
    if (!(error instanceof ContractError)) {
      failure = error;
      return;
    }
    // States are too large for a message.
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
      // The caller will write the next ones into the same memory.
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

/** Why there is no new session; that a server is on its way out is a loss like any other. */
function restorationFailure(address: string, error: unknown): unknown {
  if (!(error instanceof ContractError)) return error;
  if (error.reason === "DRAINING") return new SessionLostError(address, error.message);
  return new ConnectionError(
    address,
    `it no longer has this session, and cannot restore it: ${error.message}`,
  );
}
