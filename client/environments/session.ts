import type { ActionArray, Space } from "../../envs/index.js";
import {
  AutoresetMode,
  CONTRACT_REVISION,
  type CreateSessionRequest,
  type CreateSessionResponse,
  DataType,
  decodeRewards,
  decodeSpace,
  decodeTensor,
  encodeTensor,
  type FinishedEpisodes,
  type StepResponse,
  type Tensor,
} from "../../proto/index.js";
import type { Transport } from "../transport/transport.js";
import type { Environments, EnvironmentsConfig, EnvironmentsStep, FinishedEpisode } from "./environments.js";
import { createInteraction } from "./interaction.js";
import { keepLease } from "./lease.js";

/** Long enough for the longest update, short enough to free a vanished learner's environments. */
const LEASE_SECONDS = 300;

/** Environments of one session on one server. */
export async function openSession(transport: Transport, config: EnvironmentsConfig): Promise<Environments> {
  const created = await transport.createSession(sessionRequest(config));
  return createSession(transport, config, created);
}

function sessionRequest(config: EnvironmentsConfig): CreateSessionRequest {
  const sampled = { count: config.numAgents, seed: config.agentsSeed };
  return {
    environmentId: config.environmentId,
    options: { ...config.options },
    numEnvironments: config.numEnvs,
    seed: config.seed,
    autoresetMode: AutoresetMode.AUTORESET_MODE_SAME_STEP,
    agents: { kind: { $case: "sampled", value: sampled } },
    leaseSeconds: LEASE_SECONDS,
    infos: [...config.infos],
    acceptsSparseRewards: true,
    contractRevision: CONTRACT_REVISION,
  };
}

function createSession(
  transport: Transport,
  config: EnvironmentsConfig,
  { sessionId, spec, agentParameters, leaseSeconds }: CreateSessionResponse,
): Environments {
  if (spec === undefined) throw new Error(`server ${transport.address} described no environment`);
  const N = config.numEnvs;
  const n = spec.numAgents;
  const actionSpace = decodeSpace(spec.actionSpace, "spec.action_space");
  const observationSpace = decodeSpace(spec.observationSpace, "spec.observation_space");
  const d = observationSpace.kind === "box" ? observationSpace.shape[0] : 1;
  const interaction = createInteraction(transport, sessionId);
  const stopLease = keepLease(transport, sessionId, leaseSeconds);
  const rewards = new Float32Array(N * n);

  const observationsOf = (tensor: Tensor | undefined, rows: number): Float32Array =>
    decodeTensor(tensor, "observations", { dtype: DataType.DATA_TYPE_FLOAT32, shape: [rows, d] });
  const flags = (tensor: Tensor | undefined, where: string): Uint8Array =>
    decodeTensor(tensor, where, { dtype: DataType.DATA_TYPE_BOOL, shape: [N] });

  function decodeFinished(finished: FinishedEpisodes | undefined): FinishedEpisode[] {
    if (finished === undefined) return [];
    const int32 = { dtype: DataType.DATA_TYPE_INT32, shape: [-1] } as const;
    const environments = decodeTensor(finished.environments, "finished.environments", int32);
    const lengths = decodeTensor(finished.lengths, "finished.lengths", int32);
    const returns = new Float32Array(environments.length * n);
    decodeRewards(finished.returns, "finished.returns", n, returns);
    const finals = observationsOf(finished.finalObservations, environments.length);
    return Array.from(environments, (environment, f) => ({
      environment,
      length: lengths[f],
      returns: returns.subarray(f * n, (f + 1) * n),
      finalObservation: finals.subarray(f * d, (f + 1) * d),
    }));
  }

  function decodeStep(response: StepResponse): EnvironmentsStep {
    decodeRewards(response.rewards, "rewards", n, rewards);
    const finished = decodeFinished(response.finished);
    return {
      observations: observationsOf(response.observations, N),
      rewards,
      terminated: flags(response.terminated, "terminated"),
      truncated: flags(response.truncated, "truncated"),
      finished,
      infos: decodeInfos(response, finished),
      seconds: response.seconds,
    };
  }

  return {
    spec,
    actionSpace,
    observationSize: d,
    numEnvs: N,
    agentParameters: decodeTensor(agentParameters, "agent_parameters", {
      dtype: DataType.DATA_TYPE_FLOAT64,
      shape: [n, spec.agentParameters.length],
    }),
    async reset() {
      const request = { mask: undefined, seed: undefined };
      const response = await interaction.send<"reset">({ $case: "reset", value: request });
      return observationsOf(response.observations, N);
    },
    async step(actions) {
      const value = { actions: encodeActions(actionSpace, actions, N) };
      return decodeStep(await interaction.send<"step">({ $case: "step", value }));
    },
    async saveStates() {
      return (await interaction.send<"saveState">({ $case: "saveState", value: {} })).states;
    },
    async restoreStates(states) {
      const value = { states: [...states] };
      const response = await interaction.send<"restoreState">({ $case: "restoreState", value });
      return observationsOf(response.observations, N);
    },
    async close() {
      stopLease();
      interaction.close();
      // If the server is gone, so is the session.
      await transport.closeSession({ sessionId }).catch(() => {});
    },
  };
}

function encodeActions(space: Space, actions: ActionArray, numEnvs: number): Tensor {
  return space.kind === "box"
    ? encodeTensor(DataType.DATA_TYPE_FLOAT32, [numEnvs, ...space.shape], actions)
    : encodeTensor(DataType.DATA_TYPE_INT32, [numEnvs], actions);
}

/** Infos as numbers, with the last step's in the rows of episodes that ended. */
function decodeInfos(
  response: StepResponse,
  finished: readonly FinishedEpisode[],
): Record<string, Float64Array> {
  const numbers = (tensor: Tensor): Float64Array =>
    Float64Array.from(
      decodeTensor(tensor, "infos", {
        dtype: tensor.dtype as DataType.DATA_TYPE_FLOAT64,
        shape: tensor.shape,
      }),
    );
  return Object.fromEntries(
    Object.entries(response.infos).map(([name, tensor]) => {
      const values = numbers(tensor);
      const final = response.finished?.finalInfos[name];
      const width = values.length / tensor.shape[0];
      if (final) {
        const finals = numbers(final);
        finished.forEach(({ environment }, f) => {
          values.set(finals.subarray(f * width, (f + 1) * width), environment * width);
        });
      }
      return [name, values];
    }),
  );
}
