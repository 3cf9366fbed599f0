import {
  AutoresetMode,
  CONTRACT,
  CONTRACT_REVISION,
  type CreateSessionRequest,
  type CreateSessionResponse,
  DataType,
  type EnvironmentSpec,
  encodeRewards,
  encodeSpec,
  encodeTensor,
  type GetServerInfoResponse,
  type InteractRequest,
  type InteractResponse,
  Limits,
  type StepResponse,
} from "../../../proto/index.js";

/** Steps of an episode, d, and p. */
export const STEPS = 5;
const OBSERVATION = 2;

/** An environment in which nothing happens but time. */
export function tunnelSpec(numAgents: number): EnvironmentSpec {
  const bound = { minimum: 0, maximum: 1, integer: false };
  return encodeSpec(
    {
      id: "tunnel",
      description: "A way through the dark.",
      observationSpace: { kind: "box", dtype: "float32", shape: [OBSERVATION], low: [-10], high: [10] },
      actionSpace: { kind: "discrete", n: 3 },
      rewardRange: [0, 1],
      agentParameters: [{ name: "hope", unit: "", description: "What an agent hopes for.", ...bound }],
      infos: [{ name: "place", unit: "m", description: "How far it is.", dtype: "int32", shape: [1] }],
      maxEpisodeSteps: STEPS,
      dt: 0.1,
      renderModes: ["rgb_array"],
      reportScale: 1,
    },
    [],
    numAgents,
  );
}

export const SERVER_INFO: GetServerInfoResponse = {
  serverVersion: "0.1.0",
  contract: CONTRACT,
  contractRevision: CONTRACT_REVISION,
  workers: 1,
  limits: Limits.fromPartial({
    maxSessions: 8,
    maxEnvironments: 100,
    maxAgents: 100,
    maxMessageBytes: 1e6,
    maxRequestsInFlight: 4,
    maxLeaseSeconds: 60,
    maxBytesInFlight: 1e6,
    maxRequestSeconds: 5,
  }),
};

export function createdSession({ agents }: CreateSessionRequest): CreateSessionResponse {
  const count = agents?.kind?.$case === "sampled" ? agents.kind.value.count : 4;
  const parameters = Float64Array.from({ length: count }, (_, i) => i / count);
  return {
    sessionId: "s1",
    spec: tunnelSpec(count),
    agentParameters: encodeTensor(DataType.DATA_TYPE_FLOAT64, [count, 1], parameters),
    leaseSeconds: 60,
  };
}

/** One session's environments, as a server has them that tells the truth. */
export function createTunnels({ numEnvironments: N, agents, infos, autoresetMode }: CreateSessionRequest) {
  const n = agents?.kind?.$case === "sampled" ? agents.kind.value.count : 4;
  const sameStep = autoresetMode !== AutoresetMode.AUTORESET_MODE_NEXT_STEP;
  /** Steps since the episode's first observation; all environments go in step. */
  let time = 0;
  const observations = (rows: number, t: number) =>
    encodeTensor(
      DataType.DATA_TYPE_FLOAT32,
      [rows, OBSERVATION],
      new Float32Array(rows * OBSERVATION).fill(t),
    );
  const flags = (on: boolean) =>
    encodeTensor(DataType.DATA_TYPE_BOOL, [N], new Uint8Array(N).fill(on ? 1 : 0));
  const places = (t: number) => encodeTensor(DataType.DATA_TYPE_INT32, [N, 1], new Int32Array(N).fill(t));
  const named = (t: number) => Object.fromEntries(infos.map((name) => [name, places(t)]));
  const rewards = (value: number) =>
    encodeRewards(
      Float32Array.from({ length: N * n }, (_, c) => (c % n === 0 ? value : 0)),
      n,
      true,
    );
  const int32 = (values: number[]) =>
    encodeTensor(DataType.DATA_TYPE_INT32, [values.length], Int32Array.from(values));

  function step(): StepResponse {
    // In "next-step", the step after the last resets.
    if (time === STEPS) time = -1;
    time++;
    const over = time === STEPS;
    const ended = {
      environments: int32(Array.from({ length: N }, (_, j) => j)),
      lengths: int32(new Array(N).fill(STEPS)),
      returns: rewards(STEPS),
      finalObservations: sameStep ? observations(N, time) : undefined,
      finalInfos: sameStep ? named(time) : {},
      steps: undefined,
    };
    if (over && sameStep) time = 0;
    return {
      observations: observations(N, time),
      rewards: rewards(1),
      terminated: flags(false),
      truncated: flags(over),
      infos: named(time),
      finished: over ? ended : undefined,
      seconds: 0.001,
    };
  }

  function result({ action }: InteractRequest): InteractResponse["result"] {
    switch (action?.$case) {
      case "attach":
        return { $case: "attach", value: { nextSequence: 1 } };
      case "reset":
        time = 0;
        return { $case: "reset", value: { observations: observations(N, 0), infos: named(0) } };
      case "step":
        return { $case: "step", value: step() };
      case "saveState":
        return { $case: "saveState", value: { states: new Array(N).fill(Uint8Array.of(1 + time)) } };
      case "restoreState":
        time = action.value.states[0][0] - 1;
        return { $case: "restoreState", value: { observations: observations(N, time) } };
      case "render": {
        const frames = encodeTensor(DataType.DATA_TYPE_UINT8, [1, 4, 6, 3], new Uint8Array(72));
        return { $case: "render", value: { frames } };
      }
      default:
        return undefined;
    }
  }

  /** By sequence, so that what is repeated is not done twice. */
  const given = new Map<number, InteractResponse>();
  return {
    answer(request: InteractRequest): InteractResponse {
      const { sequence, action } = request;
      if (action?.$case === "attach") return { sequence, result: result(request) };
      const response = given.get(sequence) ?? { sequence, result: result(request) };
      given.set(sequence, response);
      return response;
    },
  };
}
