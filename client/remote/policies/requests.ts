import { bytesToArray, DataType, encodeTensor, policies, unexpected } from "../../../proto/index.js";

/** What is known of an agent; only its id, if it was assigned before. */
export interface Subject {
  /** Under which the server remembers the agent; it is not remembered if left out. */
  readonly agentId?: string;
  /** A dossier of the registry; may be left out if only one has approved policies. */
  readonly dossier?: string;
  /** θ, [p]. */
  readonly parameters?: readonly number[];
  /** By policy: returns of the agent's trial episodes. */
  readonly trials?: Readonly<Record<string, readonly number[]>>;
  /** The agent's number among those that policies were trained for, from 0. */
  readonly knownAgent?: number;
}

/** @throws ContractError (INVALID_VALUE) at a number that no agent has */
export function encodeSubject(subject: Subject): policies.AssignRequest {
  const { agentId = "", dossier = "", parameters = [], trials = {}, knownAgent } = subject;
  if (knownAgent !== undefined && !(Number.isInteger(knownAgent) && knownAgent >= 0 && knownAgent < 2 ** 32))
    throw unexpected("known_agent", "an agent's number, from 0", `${knownAgent}`);
  return {
    agentId,
    dossier,
    parameters: [...parameters],
    trials: Object.entries(trials).map(([policy, returns]) => ({ policy, returns: [...returns] })),
    knownAgent,
  };
}

/** Who acts: an agent that was assigned, one for each observation, or a policy whoever the agents are. */
export type Actors =
  | { readonly agent: string }
  | { readonly agents: readonly string[] }
  | { readonly policy: string };

export function encodeActors(actors: Actors): policies.Actors {
  if ("agent" in actors) return { who: { $case: "agentId", value: actors.agent } };
  if ("policy" in actors) return { who: { $case: "policy", value: actors.policy } };
  return { who: { $case: "agents", value: { ids: [...actors.agents] } } };
}

export interface ActOptions {
  /** B, the number of observations; 1 if left out. */
  readonly rows?: number;
  /** Draws actions at random, with this seed and step for the noise; the most likely actions are taken if left out. */
  readonly sample?: { readonly seed: number; readonly step: number };
}

/** @param observations - [B, d] */
export function encodeObservations(
  observations: Float32Array,
  { rows = 1, sample }: ActOptions,
): policies.Observations {
  const { ACTION_CHOICE_MODE, ACTION_CHOICE_SAMPLE } = policies.ActionChoice;
  return {
    values: encodeTensor(
      DataType.DATA_TYPE_FLOAT32,
      [rows, Math.floor(observations.length / Math.max(rows, 1))],
      observations,
    ),
    choice: sample === undefined ? ACTION_CHOICE_MODE : ACTION_CHOICE_SAMPLE,
    noiseSeed: sample?.seed ?? 0,
    step: sample?.step ?? 0,
  };
}

/** Actions of B observations. */
export interface Acted {
  /** Float32Array [B, a] for a Box, Int32Array [B] for Discrete. */
  readonly actions: Float32Array | Int32Array;
  /** Agents whose policy changed since they were last answered. */
  readonly moved: readonly policies.Move[];
}

export function decodeActions({ values, moved }: policies.Actions): Acted {
  const { DATA_TYPE_INT32, DATA_TYPE_FLOAT32 } = DataType;
  const dtype = values?.dtype === DATA_TYPE_INT32 ? DATA_TYPE_INT32 : DATA_TYPE_FLOAT32;
  return { actions: bytesToArray(dtype, values?.data ?? new Uint8Array()), moved };
}

/** A finished episode of an agent that is remembered, or of a policy. */
export interface Episode {
  readonly agentId?: string;
  readonly policy?: string;
  /** On the environment's report scale. */
  readonly episodeReturn: number;
  readonly length?: number;
}

export function encodeEpisode({
  agentId = "",
  policy = "",
  episodeReturn,
  length = 0,
}: Episode): policies.ReportRequest {
  return { agentId, policy, episodeReturn, length };
}
