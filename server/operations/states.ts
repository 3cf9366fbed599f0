import { checkState, savedStateBytes, stateFingerprint } from "../../envs/index.js";
import {
  type RestoreStateRequest,
  type RestoreStateResponse,
  type SaveStateResponse,
  unexpected,
} from "../../proto/index.js";
import { toContractError } from "../../serving/base/errors.js";
import { checkLimit } from "../../serving/base/limits.js";
import type { ShardedEnvironments } from "../shards/sharded-environments.js";
import { encodeObservations } from "./replies.js";
import { checkReplySize } from "./reply-size.js";
import type { Workplace } from "./workplace.js";

export async function saveState({ environments, maxMessageBytes }: Workplace): Promise<SaveStateResponse> {
  checkSize(environments, maxMessageBytes);
  const states = await environments.save();
  checkReplySize("states", states, maxMessageBytes, "bytes of states");
  return { states };
}

/** Refuses to save states whose observations, infos and returns alone would exceed the size of a message. */
function checkSize({ kind, numEnvs, numAgents }: ShardedEnvironments, maxMessageBytes: number): void {
  const bytes = numEnvs * savedStateBytes(kind.spec, numAgents);
  checkLimit("states", bytes, maxMessageBytes, "bytes of states");
}

export async function restoreState(
  { environments }: Workplace,
  { states }: RestoreStateRequest,
): Promise<RestoreStateResponse> {
  checkStates(environments, states);
  await environments.restore(states);
  return { observations: encodeObservations(environments) };
}

/** Checks every state before any is restored, so that an invalid one leaves all environments unchanged. */
function checkStates(environments: ShardedEnvironments, states: readonly Uint8Array[]): void {
  const { kind, numEnvs, parameters } = environments;
  if (states.length !== numEnvs) throw unexpected("states", `${numEnvs} of them`, `${states.length}`);
  const fingerprint = stateFingerprint(kind, parameters);
  states.forEach((state, j) => {
    if (state.length === 0) return;
    try {
      checkState(fingerprint, state, kind.spec);
    } catch (error) {
      const { expected = "a saved state", got = "another" } = toContractError(error)?.details ?? {};
      throw unexpected(`states[${j}]`, expected, got);
    }
  });
}
