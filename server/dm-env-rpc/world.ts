import { ContractError, dmEnvRpc } from "../../proto/index.js";
import type { ChosenEnvironment } from "../catalog/choose-environment.js";
import type { Session } from "../sessions/session.js";
import { decodeActions, worldAction } from "./actions.js";
import { createFrameSource } from "./frames.js";
import { createInterruption, type Interruption } from "./interruption.js";
import { type Frame, findObservations, packObservations, worldObservations } from "./observations.js";
import { specsByUid } from "./tensor-spec.js";

const { EnvironmentStateType: State } = dmEnvRpc;

/** Identifies a stream. */
export type StreamKey = symbol;

/** One environment, which at most one stream at a time has joined. */
export interface World {
  readonly specs: dmEnvRpc.ActionObservationSpecs;
  /** Whether a stream has joined. */
  readonly joined: boolean;
  /** @throws ContractError if another stream has joined, or the environment is lost */
  join(stream: StreamKey): void;
  /** Does nothing if the stream has not joined. */
  leave(stream: StreamKey): void;
  step(request: dmEnvRpc.StepRequest): Promise<dmEnvRpc.StepResponse>;
  /**
   * Ends the episode. If another stream runs it, it ends with that stream's next step.
   * @param seed - seed of the next episode; if left out, a seed given by an earlier reset still counts
   * @param gone - aborted when the caller disconnects and needs no answer
   */
  reset(stream: StreamKey, seed: number | undefined, gone?: AbortSignal): Promise<void>;
  /** Ends all waits, since the session has ended. */
  close(): void;
}

export function createWorld(session: Session, { kind, parameters, numAgents }: ChosenEnvironment): World {
  const { spec } = kind;
  const observations = worldObservations(spec, parameters);
  const source = createFrameSource(session, numAgents);
  let joined: StreamKey | undefined;
  let state: dmEnvRpc.EnvironmentStateType = State.INTERRUPTED;
  /** Seed of the next episode. */
  let seed: number | undefined;
  let interruption: Interruption | undefined;

  function endEpisode(): void {
    state = State.INTERRUPTED;
    interruption?.end();
    interruption = undefined;
  }

  async function begin(): Promise<Frame> {
    const first = seed;
    seed = undefined;
    // Set before the first await, so that a reset in the meantime ends this episode.
    state = State.RUNNING;
    return source.reset(first).catch((error) => {
      endEpisode();
      throw error;
    });
  }

  async function advance(actions: dmEnvRpc.StepRequest["actions"]): Promise<Frame> {
    const frame = await source.step(decodeActions(spec.actionSpace, actions));
    if (frame.terminated || frame.truncated || interruption !== undefined) endEpisode();
    if (frame.terminated) state = State.TERMINATED;
    return frame;
  }

  return {
    specs: {
      actions: specsByUid([worldAction(spec.actionSpace)]),
      observations: specsByUid(observations),
    },
    get joined() {
      return joined !== undefined;
    },
    join(stream) {
      session.renew();
      if (joined !== undefined) throw joinedAlready();
      joined = stream;
    },
    leave(stream) {
      if (joined !== stream) return;
      joined = undefined;
      endEpisode();
    },
    async step({ actions, requestedObservations }) {
      const requested = findObservations(observations, requestedObservations);
      const frame = await (state === State.RUNNING ? advance(actions) : begin());
      return { state, observations: packObservations(requested, frame) };
    },
    async reset(stream, newSeed, gone) {
      session.renew();
      seed = newSeed ?? seed;
      if (joined === undefined || joined === stream || state !== State.RUNNING) return endEpisode();
      interruption ??= createInterruption();
      await interruption.wait(gone);
      session.renew();
    },
    close: endEpisode,
  };
}

function joinedAlready(): ContractError {
  const text = "another stream has joined this world, which has room for one: create another";
  return new ContractError("ATTACHED_ELSEWHERE", text);
}
