import { InvalidValueError } from "./errors.js";

export type OptionValue = boolean | number;

/** An environment's options, complete and checked, by name. */
export type Options = Readonly<Record<string, OptionValue>>;

/** One option. Names are in snake_case, as in Gymnasium. */
export interface OptionSpec {
  readonly name: string;
  readonly type: "boolean" | "integer" | "number";
  readonly default: OptionValue;
  /** Bounds of a number or an integer, inclusive. */
  readonly minimum?: number;
  readonly maximum?: number;
  /**
   * How far a number or an integer may be off its default in use, where policies should bear that. `caucus assess` tries
   * both ends. Left out for an option that says what the task is.
   */
  readonly perturbationRange?: Readonly<Record<"minimum" | "maximum", number>>;
  readonly unit?: string;
  readonly description: string;
}

/**
 * The option for an environment's step limit.
 * @param steps - its default
 * @param what - follows "Steps after which an episode is truncated", if there is more to say
 */
export function stepLimitOption(steps: number, what = ""): OptionSpec {
  return {
    name: "max_episode_steps",
    type: "integer",
    default: steps,
    minimum: 1,
    maximum: 1_000_000,
    description: `Steps after which an episode is truncated${what}.`,
  };
}

/**
 * Checks given options and fills in the defaults of the others.
 * @throws InvalidValueError at an unknown name or a value outside its bounds
 */
export function resolveOptions(
  specs: readonly OptionSpec[],
  given: Readonly<Record<string, unknown>>,
  context: string,
): Options {
  const unknown = Object.keys(given).find((name) => !specs.some((spec) => spec.name === name));
  if (unknown !== undefined) {
    const known = specs.map((spec) => spec.name).join(", ") || "no option";
    throw new InvalidValueError("options", `only ${known}`, `"${unknown}"`, context);
  }
  return Object.fromEntries(
    specs.map((spec) => {
      const { [spec.name]: value = spec.default } = given;
      return [spec.name, checkOption(spec, value, context)];
    }),
  );
}

function checkOption(spec: OptionSpec, value: unknown, context: string): OptionValue {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = spec;
  if (spec.type === "boolean" && typeof value === "boolean") return value;
  const isNumber = (spec.type === "integer" ? Number.isInteger : Number.isFinite)(value);
  if (spec.type !== "boolean" && isNumber && (value as number) >= minimum && (value as number) <= maximum) {
    return value as number;
  }
  const isBounded = spec.minimum !== undefined || spec.maximum !== undefined;
  const bounds = isBounded ? ` in [${minimum}, ${maximum}]` : "";
  const article = spec.type === "integer" ? "an" : "a";
  const expected = `${article} ${spec.type}${bounds}`;
  // JSON has no NaN and no Infinity.
  const got = typeof value === "number" ? `${value}` : JSON.stringify(value);
  throw new InvalidValueError(`options.${spec.name}`, expected, got, context);
}

/** @throws InvalidValueError if one number is above another */
export function checkOrder(options: Options, low: string, high: string, context: string): void {
  if (options[low] <= options[high]) return;
  throw new InvalidValueError(
    `options.${low}`,
    `at most ${high}, which is ${options[high]}`,
    `${options[low]}`,
    context,
  );
}
