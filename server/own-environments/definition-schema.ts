import { z } from "zod";

/** Any number, including infinities, which Zod's own number refuses. */
const real = z.custom<number>((value) => typeof value === "number" && !Number.isNaN(value), "a number");
const count = (minimum: number) => z.custom<number>(isCount(minimum), `a whole number from ${minimum}`);
const text = z.custom<string>((value) => typeof value === "string", "text");
const method = z.custom<() => unknown>((value) => typeof value === "function", "a function");
const name = z.string("text").regex(/^[a-z0-9]+(_[a-z0-9]+)*$/, 'snake_case, such as "step_cost"');
const list = <T extends z.ZodType>(element: T) => z.array(element, "a list");
const record = <T extends z.ZodRawShape>(shape: T) => z.object(shape, "an object");

function isCount(minimum: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && (value as number) >= minimum;
}

const perturbationRange = record({ minimum: real, maximum: real });

const option = record({
  name,
  type: z.enum(["boolean", "integer", "number"], "boolean, integer or number"),
  default: z.union([z.boolean(), real], "true, false or a number"),
  minimum: real.optional(),
  maximum: real.optional(),
  perturbationRange: perturbationRange.optional(),
  unit: text.optional(),
  description: text,
}).superRefine(({ type, minimum, maximum, perturbationRange: range }, { addIssue }) => {
  const [least, most] = [minimum ?? Number.NEGATIVE_INFINITY, maximum ?? Number.POSITIVE_INFINITY];
  const isWithin = (value: number) =>
    value >= least && value <= most && (type === "number" ? Number.isFinite : Number.isInteger)(value);
  if (range === undefined) return;
  if (
    type !== "boolean" &&
    range.minimum <= range.maximum &&
    isWithin(range.minimum) &&
    isWithin(range.maximum)
  )
    return;
  const message = "a minimum up to a maximum, both values of the option, which is a number or an integer";
  addIssue({ code: "custom", path: ["perturbationRange"], message });
});

/** Checks a user's `EnvDefinition`, since its author may not use TypeScript. */
export const definitionSchema = record({
  id: z.string("text").regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case, such as "my-env"'),
  options: list(option),
  defaultNumAgents: count(1),
  configure: method,
});

const bounds = list(real).min(1, "a bound for each entry, or one for all");

const box = record({
  kind: z.literal("box", '"box"'),
  dtype: z.literal("float32", '"float32"'),
  shape: list(count(1)).length(1, "one dimension"),
  low: bounds,
  high: bounds,
}).superRefine(({ shape, low, high }, { addIssue }) => {
  for (const [side, { length }] of Object.entries({ low, high })) {
    if (length === 1 || length === shape[0]) continue;
    addIssue({ code: "custom", path: [side], message: `1 or ${shape[0]} bounds` });
  }
});

const discrete = record({ kind: z.literal("discrete"), n: count(1) });

const agentParameter = record({
  name,
  unit: text,
  description: text,
  minimum: real,
  maximum: real,
  integer: z.boolean("true or false"),
});

const info = record({
  name,
  dtype: z.enum(["float64", "float32", "int32", "uint8", "bool"], "float64, float32, int32, uint8 or bool"),
  shape: list(count(1)),
  unit: text,
  description: text,
});

/** Checks the result of `configure`: an `EnvKind` without its options. */
export const kindSchema = record({
  spec: record({
    id: text,
    description: text,
    observationSpace: box,
    actionSpace: z.discriminatedUnion("kind", [box, discrete], "a Box or a Discrete"),
    rewardRange: z.tuple([real, real], "two numbers"),
    agentParameters: list(agentParameter).min(1, "at least one"),
    infos: list(info),
    maxEpisodeSteps: count(0),
    dt: real,
    renderModes: list(z.literal("rgb_array", '"rgb_array"')),
    reportScale: real,
  }),
  numFeatures: count(0),
  rewards: method,
  sampleAgents: method,
  create: method,
  bytesPerEnvironment: z
    .custom<number>((value) => Number.isFinite(value) && (value as number) >= 0, "a number of bytes from 0")
    .optional(),
});
