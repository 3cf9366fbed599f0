import type { Rng } from "../../../envs/rng.js";
import type { Environments } from "../../remote/environments/environments.js";
import { delayedActions } from "./delayed-actions.js";
import { noisyActions } from "./noisy-actions.js";
import type { WrapperChoice } from "./perturbation.js";
import type { Perturber } from "./perturber.js";
import { stuckComponent } from "./stuck-component.js";

/** What is needed to perturb. */
export interface PerturbationContext {
  /** [k, d]: deviations of what each policy observes unperturbed. */
  readonly deviations: readonly (readonly number[])[];
  /** Draws noise. */
  readonly rng: Rng;
}

/**
 * Wraps environments so that policies see and do something else than they would. Policies then act step by step in the
 * learner, since servers know nothing of perturbations.
 */
export function perturbedEnvironments(
  environments: Environments,
  choice: WrapperChoice,
  context: PerturbationContext,
): Environments {
  const perturber = perturberOf(environments, choice, context);
  let starting = new Set<number>();
  const all = Array.from({ length: environments.numEnvs }, (_, row) => row);
  const observed = (observations: Float32Array, rows: readonly number[]): Float32Array => {
    starting = new Set(rows);
    const seen = observations.slice();
    perturber.observe?.(seen, (row) => starting.has(row));
    return seen;
  };
  return {
    ...environments,
    maxPolicyBytes: 0,
    reset: async () => observed(await environments.reset(), all),
    async step(actions) {
      const done = actions.slice();
      perturber.act?.(done, (row) => starting.has(row));
      const step = await environments.step(done);
      const ended = step.finished.map(({ environment }) => environment);
      return { ...step, observations: observed(step.observations, ended) };
    },
  };
}

function perturberOf(
  environments: Environments,
  choice: WrapperChoice,
  { deviations, rng }: PerturbationContext,
): Perturber {
  switch (choice.kind) {
    case "observation-noise":
      return noisyObservations(deviations, choice.deviations, rng);
    case "action-noise":
      return noisyActions(environments.actionSpace, choice.size, rng);
    case "action-delay":
      return delayedActions(environments.numEnvs, choice.steps);
    case "stuck-component":
      return stuckComponent(environments, choice.component);
  }
}

/** Environment j · E + e belongs to policy j. */
function noisyObservations(deviations: readonly (readonly number[])[], size: number, rng: Rng): Perturber {
  const [k, d] = [deviations.length, deviations[0].length];
  return {
    observe(observations) {
      const perPolicy = observations.length / k;
      for (let c = 0; c < observations.length; c++) {
        observations[c] += size * deviations[Math.floor(c / perPolicy)][c % d] * rng.normal();
      }
    },
  };
}
