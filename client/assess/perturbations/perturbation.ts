import { ConfigError } from "../../base/config-error.js";

/** A way in which to make an environment differ. */
export type PerturbationChoice =
  /** Normal noise, in units of the deviation of what the policy observed. */
  | { readonly kind: "observation-noise"; readonly deviations: number }
  /**
   * Normal noise in units of half the range of an action's component; of discrete actions, the probability that a random
   * one takes the action's place.
   */
  | { readonly kind: "action-noise"; readonly size: number }
  /** Actions take effect this many steps late; until then, the episode's first action does. */
  | { readonly kind: "action-delay"; readonly steps: number }
  /** A component of observations stays what it is when the episode starts. */
  | { readonly kind: "stuck-component"; readonly component: number }
  | { readonly kind: "option"; readonly option: string; readonly value: number | boolean };

/** A perturbation of what policies see or do. Options are none: environments are opened with them. */
export type WrapperChoice = Exclude<PerturbationChoice, { readonly kind: "option" }>;

/** Perturbations that were asked for: some, all components that vary, or all options that the environment declares. */
export type RequestedPerturbation =
  | PerturbationChoice
  | { readonly kind: "stuck-component"; readonly component: "all" }
  | { readonly kind: "declared-options" };

/** Largest number of steps of delay, which bounds what is remembered. */
const LONGEST_DELAY = 100;
const MOST_NOISE = 100;

const EXPECTED =
  "one of observation-noise=DEVIATIONS, action-noise=SIZE, action-delay=STEPS, stuck-component=INDEX (or all), option:NAME=VALUE and options=all, or none alone";

/** What is tried if nothing is asked for. */
export const DEFAULT_PERTURBATIONS: readonly string[] = [
  ...["observation-noise=0.1", "observation-noise=0.5"],
  ...["action-noise=0.1", "action-delay=1", "stuck-component=all", "options=all"],
];

/**
 * Reads perturbations from a command line.
 * @param texts - such as "action-delay=2"; "none" alone for none
 * @throws ConfigError at a text that is no perturbation
 */
export function parsePerturbations(texts: readonly string[]): RequestedPerturbation[] {
  if (texts.length === 1 && texts[0] === "none") return [];
  return texts.map(parsePerturbation);
}

function parsePerturbation(text: string): RequestedPerturbation {
  const [, kind = "", value = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (kind === "stuck-component" && value === "all") return { kind, component: "all" };
  if (kind === "stuck-component" && Number.isInteger(number) && number >= 0)
    return { kind, component: number };
  if (kind === "action-delay" && Number.isInteger(number) && number >= 1 && number <= LONGEST_DELAY)
    return { kind, steps: number };
  if (number > 0 && number <= MOST_NOISE) {
    if (kind === "observation-noise") return { kind, deviations: number };
    if (kind === "action-noise") return { kind, size: number };
  }
  if (kind === "options" && value === "all") return { kind: "declared-options" };
  if (kind.startsWith("option:")) return optionOf(kind.slice("option:".length), value, text);
  throw new ConfigError(`--perturb: expected ${EXPECTED}, got "${text}"`);
}

function optionOf(option: string, value: string, text: string): PerturbationChoice {
  if (value === "true" || value === "false") return { kind: "option", option, value: value === "true" };
  if (Number.isFinite(Number(value))) return { kind: "option", option, value: Number(value) };
  throw new ConfigError(`--perturb: expected a number, true or false for an option, got "${text}"`);
}

/** For people, such as "noise on observations, 0.1 deviations". */
export function perturbationName(choice: PerturbationChoice): string {
  switch (choice.kind) {
    case "observation-noise":
      return `noise on observations, ${choice.deviations} deviations`;
    case "action-noise":
      return `noise on actions, ${choice.size}`;
    case "action-delay":
      return `actions ${choice.steps} ${choice.steps === 1 ? "step" : "steps"} late`;
    case "stuck-component":
      return `observation component ${choice.component} stuck`;
    case "option":
      return `${choice.option} = ${choice.value}`;
  }
}
