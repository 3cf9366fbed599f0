import type { EnvironmentSpec, OptionSpec } from "../../../proto/index.js";
import { ConfigError } from "../../base/config-error.js";
import type { PerturbationChoice, RequestedPerturbation } from "./perturbation.js";

/** Number of components, and of options, that "all" stands for at most. */
const MOST_COMPONENTS = 32;
const MOST_OPTIONS = 32;
const MOST_PERTURBATIONS = 200;

/** The perturbations of an assessment. */
export interface ChosenPerturbations {
  readonly chosen: readonly PerturbationChoice[];
  /** Components that "all" left out, since there are too many; empty if none. */
  readonly leftOut: readonly number[];
}

/**
 * Checks the perturbations that were asked for, and names what "all" stands for: the components that vary, and both ends
 * of the ranges that the environment declares for its options, up to 32 of each.
 * @param deviations - [k, d]: of what policies observe unperturbed
 * @throws ConfigError if the environment does not have one, or there are too many
 */
export function choosePerturbations(
  requested: readonly RequestedPerturbation[],
  spec: Pick<EnvironmentSpec, "id" | "options">,
  deviations: readonly (readonly number[])[],
): ChosenPerturbations {
  checkPerturbations(requested, spec, deviations[0].length);
  const varying = [...deviations[0].keys()].filter((c) => deviations.some((own) => own[c] > 0));
  const asksForAll = requested.some((one) => one.kind === "stuck-component" && one.component === "all");
  const chosen = requested.flatMap((one): PerturbationChoice[] => {
    if (one.kind === "declared-options") return declaredOptions(spec.options);
    if (one.kind !== "stuck-component" || one.component !== "all") return [one as PerturbationChoice];
    return varying.slice(0, MOST_COMPONENTS).map((component) => ({ kind: "stuck-component", component }));
  });
  if (chosen.length <= MOST_PERTURBATIONS)
    return { chosen, leftOut: asksForAll ? varying.slice(MOST_COMPONENTS) : [] };
  throw new ConfigError(`--perturb: expected at most ${MOST_PERTURBATIONS}, got ${chosen.length}`);
}

function declaredOptions(options: readonly OptionSpec[]): PerturbationChoice[] {
  const declared = options.filter(({ perturbationRange }) => perturbationRange !== undefined);
  return declared.slice(0, MOST_OPTIONS).flatMap(({ name: option, perturbationRange }) => {
    const { minimum, maximum } = perturbationRange!;
    return [...new Set([minimum, maximum])].map((value) => ({ kind: "option", option, value }) as const);
  });
}

/**
 * @param d - size of an observation
 * @throws ConfigError if the environment has no such option or component
 */
export function checkPerturbations(
  requested: readonly RequestedPerturbation[],
  { id, options }: Pick<EnvironmentSpec, "id" | "options">,
  d: number,
): void {
  for (const one of requested) {
    if (one.kind === "stuck-component" && one.component !== "all" && one.component >= d)
      throw new ConfigError(
        `--perturb: expected a component from 0 to ${d - 1} (env "${id}"), got ${one.component}`,
      );
    if (one.kind === "option" && !options.some(({ name }) => name === one.option)) {
      const names = options.map(({ name }) => name).join(", ") || "none";
      throw new ConfigError(`--perturb: expected an option of env "${id}" (${names}), got "${one.option}"`);
    }
  }
}
