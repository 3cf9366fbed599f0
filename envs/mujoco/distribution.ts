import erf from "@stdlib/math-base-special-erf";
import erfinv from "@stdlib/math-base-special-erfinv";
import type { OptionSpec, Options } from "../options.js";
import type { Rng } from "../rng.js";

/** The range of a parameter: an interval, or a circle whose ends coincide. */
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
        "Number of groups from which agents are sampled, at equal distances over the range; 0 samples the range uniformly.",
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

/** The largest double below 1, whose normal quantile is 8.3 standard deviations from the mean. */
const ALMOST_ONE = 1 - Number.EPSILON / 2;

/**
 * Uniform over the range, or a mixture of C equally likely normal distributions N(μ_c, σ²), c = 0 … C − 1, with
 *   μ_c = low + (high − low)(c + ½)/C,
 * wrapped around a circle, or cut off at an interval's ends. Centres depend only on range and options, so that agents of
 * all seeds have the same distribution.
 * @param options - include those of `distributionOptions`
 */
export function drawParameter(range: Range, options: Options, rng: Rng): number {
  const { mixture_components: components, mixture_deviation: deviation } = options as Record<string, number>;
  if (components === 0) return drawUniform(range, rng);
  const { low, high, circular } = range;
  const center = low + ((high - low) * (rng.integer(components) + 0.5)) / components;
  if (circular) return wrap(center + deviation * rng.normal(), range);
  return drawTruncatedNormal(center, deviation, range, rng);
}

/** Uniform over the range. */
export function drawUniform({ low, high }: Pick<Range, "low" | "high">, rng: Rng): number {
  return clamp(low + (high - low) * rng.uniform(), low, high);
}

/**
 * N(μ, σ²) cut off at low and high, by inversion of its distribution function:
 *   x = μ + σ√2 erf⁻¹(erf a + u (erf b − erf a)), a = (low − μ)/(σ√2), b = (high − μ)/(σ√2), u uniform.
 * Both functions are accurate near 0, so that a deviation far beyond the range gives the uniform distribution.
 * @param center - μ, within the range
 * @param deviation - σ
 */
function drawTruncatedNormal(center: number, deviation: number, { low, high }: Range, rng: Rng): number {
  const scale = deviation * Math.SQRT2;
  const u = rng.uniform();
  if (scale === 0) return clamp(center, low, high);
  const from = erf((low - center) / scale);
  const share = from + u * (erf((high - center) / scale) - from);
  return clamp(center + scale * erfinv(clamp(share, -ALMOST_ONE, ALMOST_ONE)), low, high);
}

/** Wraps a value around the circle. A value that rounding puts beyond an end becomes the end. */
function wrap(value: number, { low, high }: Range): number {
  const width = high - low;
  const wrapped = value - width * Math.floor((value - low) / width);
  return wrapped >= low && wrapped < high ? wrapped : low;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
