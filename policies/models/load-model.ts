import type { CheckedDossier, Dossier } from "../../approval/index.js";
import type { Space } from "../../envs/index.js";
import { loadPolicy } from "../../serving/models/policy.js";
import { policyTools } from "../../serving/models/policy-tools.js";
import { type RunningModel, runModel } from "./running-model.js";

/** The space of a dossier's actions. */
export function actionSpaceOf({ environment: { actionSpace: space } }: Dossier): Space {
  if (space.kind === "discrete") return space;
  return { kind: "box", dtype: "float32", shape: [space.low.length], low: space.low, high: space.high };
}

/**
 * Makes a dossier's policy ready to run, from the bytes that were verified.
 * @param representative - from 1
 * @param maxRows - the largest number of observations that it decides for at once
 * @throws ContractError if the file is no policy for the dossier's environment, or costs too much
 */
export async function loadModel(
  { dossier, policies }: CheckedDossier,
  representative: number,
  maxRows: number,
): Promise<RunningModel> {
  const { file, bytes } = policies[representative - 1];
  const { observationSize } = dossier.environment;
  const spaces = { observationSize, actionSpace: actionSpaceOf(dossier) };
  const task = { spaces, numRows: maxRows, where: file };
  const policy = await loadPolicy(await policyTools(), { name: file, model: bytes }, task);
  return runModel(policy, { observationSize, maxRows });
}
