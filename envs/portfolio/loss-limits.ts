import type { AgentParameter } from "../env.js";
import { checkOrder, type OptionSpec, type Options } from "../options.js";
import type { Rng } from "../rng.js";

export const LOSS_LIMIT: AgentParameter = {
  name: "loss_limit",
  unit: "",
  description: "ℓ of the investor: the part of wealth that a step may lose without further cost.",
  minimum: 0,
  maximum: 1,
  integer: false,
};

export const LOSS_LIMIT_OPTIONS: readonly OptionSpec[] = [
  {
    name: "loss_limits",
    type: "boolean",
    default: false,
    description: "Whether each investor also has a limit on the loss of a step.",
  },
  {
    name: "loss_cost",
    type: "number",
    default: 1,
    minimum: 0,
    maximum: 1000,
    description: "Reward less for each unit that a step loses beyond an investor's limit.",
  },
  {
    name: "min_loss_limit",
    type: "number",
    default: 0.05,
    minimum: 0,
    maximum: 1,
    description: "Lower end of the range of these limits, which are sampled uniformly.",
  },
  {
    name: "max_loss_limit",
    type: "number",
    default: 0.3,
    minimum: 0,
    maximum: 1,
    description: "Upper end of the range of these limits.",
  },
];

/**
 * A function that draws a limit ℓ, uniformly from its range.
 * @throws InvalidValueError at a minimum above its maximum
 */
export function lossLimitSampler(options: Options, context: string): (rng: Rng) => number {
  checkOrder(options, "min_loss_limit", "max_loss_limit", context);
  const { min_loss_limit: low, max_loss_limit: high } = options as Record<string, number>;
  return (rng) => Math.min(low + (high - low) * rng.uniform(), high);
}

/** What an investor with limit ℓ loses beyond it at an excess return x. */
export function lossBeyond(excessReturn: number, limit: number): number {
  return Math.max(-excessReturn - limit, 0);
}
