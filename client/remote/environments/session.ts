import type { Space } from "../../../envs/index.js";
import {
  type AgentPopulation,
  AutoresetMode,
  type CreateSessionRequest,
  type CreateSessionResponse,
  DataType,
  decodeTensor,
  type EnvironmentSpec,
  encodeTensor,
  type InfoSpec,
  type Limits,
  NEEDED_REVISION,
  type Tensor,
  unexpected,
} from "../../../proto/index.js";
import { requestSeconds } from "../transport/deadlines.js";
import type { Transport } from "../transport/transport.js";
import type { Environments, EnvironmentsConfig } from "./environments.js";
import { checkFinite } from "./finite.js";
import { heardFrom } from "./heard.js";
import { createInteraction } from "./interaction.js";
import { keepLease } from "./lease.js";
import { createRollouts } from "./rollouts.js";
import { actionSpaceOf, checkSpec, observationSizeOf } from "./spec-check.js";
import {
  decodeFrame,
  decodeObservations,
  decodeStates,
  decodeStep,
  encodeActions,
  type StepSizes,
} from "./step-codec.js";

/** Seconds of a lease: longer than the longest update, but short enough to free a vanished learner's environments. */
const LEASE_SECONDS = 300;

const AUTORESET_MODES = {
  "same-step": AutoresetMode.AUTORESET_MODE_SAME_STEP,
  "next-step": AutoresetMode.AUTORESET_MODE_NEXT_STEP,
} as const;

/**
 * Opens a session on one server.
 * @param limits - the server's limits
 */
export async function openSession(
  transport: Transport,
  config: EnvironmentsConfig,
  limits: Limits | undefined,
): Promise<Environments> {
  const created = await transport.createSession(sessionRequest(config, leaseSecondsFor(limits)));
  try {
    const described = heardFrom(transport.address, `env "${config.environmentId}"`, () =>
      decodeSession(created, config),
    );
    return createSession(transport, config, described, limits);
  } catch (error) {
    await transport.closeSession({ sessionId: created.sessionId }).catch(() => {});
    throw error;
  }
}

/** The lease to ask for, within the server's limit if it has one. */
function leaseSecondsFor(limits: Limits | undefined): number {
  const most = limits?.maxLeaseSeconds ?? 0;
  return most > 0 ? Math.min(LEASE_SECONDS, most) : LEASE_SECONDS;
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
    contractRevision: NEEDED_REVISION,
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

/** A new session, as the server describes it. */
interface DescribedSession {
  readonly sessionId: string;
  readonly leaseSeconds: number;
  readonly spec: EnvironmentSpec;
  /** θ, [n, p]. */
  readonly agentParameters: Float64Array;
  readonly actionSpace: Space;
  readonly sizes: StepSizes;
}

/** @throws ContractError if the session is not what the request asked for */
function decodeSession(created: CreateSessionResponse, config: EnvironmentsConfig): DescribedSession {
  const { sessionId, leaseSeconds } = created;
  const { numEnvs, numAgents, autoreset = "same-step" } = config;
  if (sessionId === "") throw unexpected("session_id", "one that later requests can name", "none");
  if (!(leaseSeconds > 0)) throw unexpected("lease_seconds", "a number above 0", `${leaseSeconds}`);
  const spec = checkSpec(created.spec);
  if (spec.numAgents !== numAgents) throw unexpected("spec.num_agents", `${numAgents}`, `${spec.numAgents}`);
  return {
    sessionId,
    leaseSeconds,
    spec,
    agentParameters: decodeAgents(created.agentParameters, spec),
    actionSpace: actionSpaceOf(spec),
    sizes: {
      numEnvs,
      nameRow: (row) => `environment ${row}`,
      numAgents,
      observationSize: observationSizeOf(spec),
      infos: config.infos.map((name) => infoNamed(name, spec)),
      maxEpisodeSteps: spec.maxEpisodeSteps,
      sameStep: autoreset === "same-step",
    },
  };
}

function decodeAgents(tensor: Tensor | undefined, spec: EnvironmentSpec): Float64Array {
  const where = "agent_parameters";
  const p = spec.agentParameters.length;
  const dtype = DataType.DATA_TYPE_FLOAT64;
  const parameters = decodeTensor(tensor, where, { dtype, shape: [spec.numAgents, p] });
  checkFinite(
    parameters,
    where,
    (i) => `for "${spec.agentParameters[i % p].name}" of agent ${Math.floor(i / p)}`,
  );
  return parameters;
}

function infoNamed(name: string, { infos }: EnvironmentSpec): InfoSpec {
  const info = infos.find((spec) => spec.name === name);
  if (info === undefined) throw unexpected("spec.infos", `one named "${name}", as asked for`, "none");
  return info;
}

function createSession(
  transport: Transport,
  config: EnvironmentsConfig,
  { sessionId, leaseSeconds, spec, agentParameters, actionSpace, sizes }: DescribedSession,
  limits: Limits | undefined,
): Environments {
  const { numEnvs: N, numAgents: n } = sizes;
  const interaction = createInteraction(transport, sessionId, requestSeconds(limits));
  const stopLease = keepLease(transport, sessionId, leaseSeconds);
  const rewards = new Float32Array(N * n);
  let steps = 0;
  const heard = <R>(decode: () => R): R =>
    heardFrom(transport.address, `env "${config.environmentId}", step ${steps}`, decode);

  const maxPolicyBytes = limits?.maxPolicyBytes ?? 0;
  const rollOut = limits && createRollouts({ interaction, actionSpace, sizes, limits, heard });

  return {
    spec,
    actionSpace,
    seed: config.seed,
    maxPolicyBytes,
    async rollout(order, take) {
      if (rollOut === undefined || maxPolicyBytes === 0)
        throw new Error(`server ${transport.address} takes no policies`);
      const end = await rollOut(order, take);
      steps += order.numSteps;
      return end;
    },
    observationSize: sizes.observationSize,
    numEnvs: N,
    agentParameters,
    async reset() {
      const request = { mask: undefined, seed: undefined };
      const response = await interaction.send<"reset">({ $case: "reset", value: request });
      return heard(() => decodeObservations(response.observations, sizes));
    },
    async step(actions) {
      const value = { actions: encodeActions(actionSpace, actions, N) };
      const response = await interaction.send<"step">({ $case: "step", value });
      steps++;
      return heard(() => decodeStep(response, sizes, rewards));
    },
    async saveStates() {
      const { states } = await interaction.send<"saveState">({ $case: "saveState", value: {} });
      return heard(() => decodeStates(states, sizes));
    },
    async restoreStates(states) {
      const value = { states: [...states] };
      const response = await interaction.send<"restoreState">({ $case: "restoreState", value });
      return heard(() => decodeObservations(response.observations, sizes));
    },
    async render(j) {
      const chosen = Uint8Array.from({ length: N }, (_, i) => (i === j ? 1 : 0));
      const mask = encodeTensor(DataType.DATA_TYPE_BOOL, [N], chosen);
      const { frames } = await interaction.send<"render">({ $case: "render", value: { mask } });
      return heard(() => decodeFrame(frames));
    },
    async close() {
      stopLease();
      interaction.close();
      // If the server cannot be reached, its session is lost anyway.
      await transport.closeSession({ sessionId }).catch(() => {});
    },
  };
}
