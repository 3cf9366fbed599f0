import type { Perturbation } from "../../../approval/index.js";
import type { PolicyReturns } from "../../assignment/unseen/policy-returns.js";
import type { Assignment } from "../../ops/assignment.js";
import { agentsOf } from "../evidence/gains.js";
import { contrastInterval, meanOf } from "../statistics/contrast.js";
import { type PerturbationChoice, perturbationName } from "./perturbation.js";

/** Episodes without a perturbation and with it, in pairs that started in the same way. */
export interface PairedReturns {
  readonly unperturbed: PolicyReturns;
  readonly perturbed: PolicyReturns;
}

/**
 * What a perturbation does to welfare. Pairs are compared, so that what episodes have in common does not count as chance.
 * @param confidence - such as 0.95
 */
export function perturbationEvidence(
  choice: PerturbationChoice,
  { unperturbed, perturbed }: PairedReturns,
  assignment: Assignment,
  confidence: number,
): Perturbation {
  const k = perturbed.numPolicies;
  const values = perturbed.values.map((value, c) => value - unperturbed.values[c]);
  const changes = { ...perturbed, values };
  const { kind, ...value } = choice;
  return {
    name: perturbationName(choice),
    kind,
    value,
    welfare: contrastInterval(perturbed, meanOf(assignment, k), confidence),
    change: contrastInterval(changes, meanOf(assignment, k), confidence),
    changes: Array.from({ length: k }, (_, j) => {
      const agents = agentsOf(assignment, j);
      return agents.length === 0
        ? null
        : contrastInterval(changes, meanOf(assignment, k, agents), confidence);
    }),
  };
}
