import { describe } from "vitest";
import type { EnvDefinition } from "../../envs/index.js";
import { describeAutoreset } from "./autoreset.js";
import { describeBadInput } from "./bad-input.js";
import { describeDeterminism } from "./determinism.js";
import { describeForgedStates } from "./forged-states.js";
import type { Subject } from "./harness.js";
import { describeOptionSets } from "./option-sets.js";
import { describeSavedStates } from "./saved-states.js";
import { describeSpaces } from "./spaces.js";

/**
 * Everything that holds for every environment, as tests of Vitest. Those of the built-in registry have it from
 * tests/envs/conformance.test.ts; another's whole test is
 *
 *   import { describeEnvironment } from "caucus/conformance";
 *   import { environments } from "./my-env.mjs";
 *   for (const environment of environments) describeEnvironment(environment);
 *
 * @param settings.options - with which episodes take tens of steps at most and some are truncated
 * @param settings.deterministicReset - whether all episodes start alike
 * @param settings.fewStarts - whether they start in one of a few states
 */
export function describeEnvironment(
  definition: EnvDefinition,
  settings: { options?: Subject["options"]; deterministicReset?: boolean; fewStarts?: boolean } = {},
): void {
  const { options = {}, deterministicReset = false, fewStarts = false } = settings;
  const subject = { definition, options, deterministicReset, fewStarts };
  describe(`${definition.id}: conformance`, () => {
    describeSpaces(subject);
    describeDeterminism(subject);
    describeAutoreset(subject);
    describeSavedStates(subject);
    describeForgedStates(subject);
    describeOptionSets(subject);
    describeBadInput(subject);
  });
}
