import type { Env } from "../../envs/index.js";

/** What a process sent of one environment. */
export interface Received {
  /** [d]. */
  readonly observation: Float32Array;
  /** The infos of the spec, one after the other. */
  readonly infos: Float64Array;
}

/** What a process sent of one environment's step. */
export interface ReceivedStep extends Received {
  /** r, [m]. */
  readonly reward: Float64Array;
  readonly terminated: boolean;
  readonly truncated: boolean;
  /** The reset that followed in the same step because the episode ended. */
  readonly next?: Received;
}

/** An environment that is stepped in a process: its methods return what was received before they are called. */
export interface ReceivedEnv extends Env {
  /** Is told of a reset, before `reset` is called. */
  receiveReset(received: Received): void;
  /** Is told of a step, or of a reset in its place, before `step` or `reset` is called. */
  receiveStep(received: ReceivedStep): void;
  /** Is told of its state, before `save` is called. */
  receiveState(state: Uint8Array): void;
}

export function createReceivedEnv(): ReceivedEnv {
  let current: Received | undefined;
  let step: ReceivedStep | undefined;
  let saved: Uint8Array = new Uint8Array(0);
  return {
    receiveReset(received) {
      current = received;
      step = undefined;
    },
    receiveStep(received) {
      current = received;
      step = received;
    },
    receiveState(state) {
      saved = state;
    },
    reset() {
      current = step?.next ?? current;
    },
    step: () => step!.terminated,
    truncated: () => step!.truncated,
    observe: (out) => out.set(current!.observation),
    features: (out) => out.set(step!.reward),
    infos: (out) => out.set(current!.infos),
    save: () => saved,
    restore(state) {
      saved = state;
    },
    dispose() {},
  };
}
