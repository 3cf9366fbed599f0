import { arrayBytes, type inference, unexpected } from "../../proto/index.js";
import { createCallRecord } from "../acting/call-record.js";
import { chooseActions } from "../acting/decide.js";
import type { AuditTrail } from "../audit/trail.js";
import { checkAgentId, type Limits } from "../base/limits.js";
import type { ServedPolicy } from "../catalog/policy.js";
import { ACTION, type OutputSpec, outputsOf, readInput, rowsOf } from "./tensors.js";

/** What an inference needs besides the request. */
export interface InferParts {
  readonly policy: ServedPolicy;
  readonly caller: string;
  readonly trail: AuditTrail;
  readonly limits: Limits;
}

/** Answers a request of the Open Inference Protocol. @throws ContractError */
export async function infer(
  request: inference.ModelInferRequest,
  { policy, caller, trail, limits }: InferParts,
): Promise<inference.ModelInferResponse> {
  const { observationSize } = policy.dossier.environment;
  const wanted = wantedOutputs(request, outputsOf(policy));
  const { observations, rows } = readInput(request, observationSize, limits.maxBatch);
  const agentId = agentOf(request);
  policy.usage.observations.see(observations);
  const decided = await policy.model.decide(observations, rows, false);
  const actions = chooseActions(policy, decided, {
    observations,
    rows,
    sampled: false,
    noiseSeed: 0,
    step: 0,
  });
  const raw = wanted.map(({ name, shape }) =>
    name === ACTION ? actions : rowsOf(decided.outputs[name], shape[0], { firstRow: decided.firstRow, rows }),
  );
  policy.usage.decisions += rows;
  await createCallRecord(trail, caller).count([{ agentId, policy }], rows);
  return {
    modelName: policy.name,
    modelVersion: policy.digest,
    id: request.id,
    parameters: {},
    outputs: wanted.map(({ name, datatype, shape }) => ({
      name,
      datatype,
      shape: [rows, ...shape],
      parameters: {},
      contents: undefined,
    })),
    rawOutputContents: raw.map(arrayBytes),
  };
}

function agentOf({ parameters }: inference.ModelInferRequest): string {
  const choice = parameters.agent_id?.parameterChoice;
  if (choice === undefined) return "";
  if (choice.$case !== "stringParam")
    throw unexpected('parameters["agent_id"]', "a string", choice.$case.replace("Param", ""));
  checkAgentId('parameters["agent_id"]', choice.value);
  return choice.value;
}

function wantedOutputs({ outputs }: inference.ModelInferRequest, all: readonly OutputSpec[]): OutputSpec[] {
  if (outputs.length === 0) return [...all];
  return outputs.map(({ name }) => {
    const output = all.find((one) => one.name === name);
    if (output !== undefined) return output;
    throw unexpected("outputs", `some of ${all.map((one) => one.name).join(", ")}`, `"${name}"`);
  });
}
