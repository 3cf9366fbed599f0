import { ContractError } from "../../proto/index.js";
import { loadRuntime } from "../../proto/onnx-runtime.js";
import { createCostCheck } from "./cost.js";
import type { PolicyTools } from "./policy.js";

let tools: Promise<PolicyTools> | undefined;

/**
 * The libraries that check and run policies, loaded once.
 * @throws ContractError (POLICIES) if ONNX Runtime cannot be loaded
 */
export function policyTools(): Promise<PolicyTools> {
  tools ??= loadTools();
  return tools;
}

async function loadTools(): Promise<PolicyTools> {
  try {
    const ort = await loadRuntime();
    return { ort, cost: createCostCheck(ort) };
  } catch (error) {
    throw new ContractError("POLICIES", `this server can run no policies: ${(error as Error).message}`);
  }
}
