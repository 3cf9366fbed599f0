import type { OptionSpec, Options } from "../options.js";
import type { Rng } from "../rng.js";

/** What a parameter is drawn from: an interval, or a circle whose ends are the same. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly circular: boolean;
}

/**
 * Options for how agents are sampled.
 * @param unit - of their parameter
 */
export function distributionOptions(unit: string): OptionSpec[] {
  return [
    {
      name: "mixture_components",
      type: "integer",
      default: 0,
      minimum: 0,
      maximum: 1000,
      description:
        "Groups that agents are sampled from, at even distances over the range; 0 for all of it evenly.",
    },
    {
      name: "mixture_deviation",
      type: "number",
      default: 0.1,
      minimum: 0,
      maximum: 10,
      unit,
      description: "Standard deviation of agents about the centre of their group.",
    },
  ];
}

/**
 * Uniform over the range, or a mixture of C equally likely normal distributions N(μ_c, σ²), c = 0 … C − 1, with
 *   μ_c = low + (high − low)(c + ½)/C,
 * wrapped around a circle, and cut off at an interval's ends. Centres depend on nothing but range and options, so
 * that all agents of all seeds are of the same distribution.
 * @param options - with those of `distributionOptions`
 */
export function drawParameter({ low, high, circular }: Range, options: Options, rng: Rng): number {
  const { mixture_components: components, mixture_deviation: deviation } = options as Record<string, number>;
  const width = high - low;
  if (components === 0) return low + width * rng.uniform();
  const center = low + (width * (rng.integer(components) + 0.5)) / components;
  for (;;) {
    const value = center + deviation * rng.normal();
    if (circular) return value - width * Math.floor((value - low) / width);
    // Centres are within, so that a share of draws is, however large the deviation.
    if (value >= low && value <= high) return value;
  }
}
