import {
  type AgentPopulation,
  AutoresetMode,
  CONTRACT_REVISION,
  type CreateSessionRequest,
  type CreateSessionResponse,
  DataType,
  decodeSpace,
  decodeTensor,
  encodeTensor,
  type Limits,
} from "../../proto/index.js";
import type { Transport } from "../transport/transport.js";
import type { Environments, EnvironmentsConfig } from "./environments.js";
import { createInteraction } from "./interaction.js";
import { keepLease } from "./lease.js";
import { decodeFrame, decodeObservations, decodeStep, encodeActions, type StepSizes } from "./step-codec.js";

/** Long enough for the longest update, short enough to free a vanished learner's environments. */
const LEASE_SECONDS = 300;

const AUTORESET_MODES = {
  "same-step": AutoresetMode.AUTORESET_MODE_SAME_STEP,
  "next-step": AutoresetMode.AUTORESET_MODE_NEXT_STEP,
} as const;

/**
 * Environments of one session on one server.
 * @param limits - the server's
 */
export async function openSession(
  transport: Transport,
  config: EnvironmentsConfig,
  limits: Limits | undefined,
): Promise<Environments> {
  const leaseSeconds = Math.min(LEASE_SECONDS, limits?.maxLeaseSeconds ?? LEASE_SECONDS);
  const created = await transport.createSession(sessionRequest(config, leaseSeconds));
  return createSession(transport, config, created);
}

function sessionRequest(config: EnvironmentsConfig, leaseSeconds: number): CreateSessionRequest {
  return {
    environmentId: config.environmentId,
    options: { ...config.options },
    numEnvironments: config.numEnvs,
    seed: config.seed,
    autoresetMode: AUTORESET_MODES[config.autoreset ?? "same-step"],
    agents: { kind: agentsOf(config) },
    leaseSeconds,
    infos: [...config.infos],
    acceptsSparseRewards: true,
    contractRevision: CONTRACT_REVISION,
  };
}

function agentsOf({ numAgents, agentsSeed, agentParameters }: EnvironmentsConfig): AgentPopulation["kind"] {
  if (agentParameters === undefined) {
    return { $case: "sampled", value: { count: numAgents, seed: agentsSeed } };
  }
  const shape = [numAgents, agentParameters.length / numAgents];
  const value = encodeTensor(DataType.DATA_TYPE_FLOAT64, shape, agentParameters);
  return { $case: "parameters", value };
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
  const sizes: StepSizes = { numEnvs: N, numAgents: n, observationSize: d };
  const rewards = new Float32Array(N * n);

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
      return decodeObservations(response.observations, N, sizes);
    },
    async step(actions) {
      const value = { actions: encodeActions(actionSpace, actions, N) };
      return decodeStep(await interaction.send<"step">({ $case: "step", value }), sizes, rewards);
    },
    async saveStates() {
      return (await interaction.send<"saveState">({ $case: "saveState", value: {} })).states;
    },
    async restoreStates(states) {
      const value = { states: [...states] };
      const response = await interaction.send<"restoreState">({ $case: "restoreState", value });
      return decodeObservations(response.observations, N, sizes);
    },
    async render(j) {
      const chosen = Uint8Array.from({ length: N }, (_, i) => (i === j ? 1 : 0));
      const mask = encodeTensor(DataType.DATA_TYPE_BOOL, [N], chosen);
      return decodeFrame((await interaction.send<"render">({ $case: "render", value: { mask } })).frames);
    },
    async close() {
      stopLease();
      interaction.close();
      // If the server is gone, so is the session.
      await transport.closeSession({ sessionId }).catch(() => {});
    },
  };
}
