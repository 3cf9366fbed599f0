import { z } from "zod";
import { assignerRegistry } from "../assignment/assigners/index.js";
import { coverRegistry } from "../assignment/covers/index.js";
import { expectedNames, type Registry } from "../base/registry.js";
import { countingCovers, describedNames, fixedCounts } from "./registry-texts.js";

/** A name in a registry. It is looked up when a value is parsed, since users' modules may add names before that. */
function nameIn(registry: Registry<unknown>) {
  const known = (name: string) => registry.has(name);
  return z.string().refine(known, { error: () => expectedNames(registry.entries().map(([name]) => name)) });
}

const positive = z.number().positive();
const count = z.int().positive();
const schedule = z
  .strictObject(
    {
      start: z.number().nonnegative().describe("value at the first iteration"),
      end: z.number().nonnegative().describe("value at the last iteration"),
    },
    { error: ({ code }) => (code === "invalid_type" ? "expected start and end" : undefined) },
  )
  // Geometric interpolation can neither reach 0 nor leave it.
  .refine(({ start, end }) => (start === 0) === (end === 0), {
    error: "expected both ends above 0, or both 0",
  });

const population = z.union([count, z.array(z.array(z.number()).min(1)).min(1)], {
  error: "expected how many agents, or a row of finite numbers for each",
});

/** All settings of a run. The flags of the command line are the field names in kebab-case. */
export const trainConfigSchema = z.strictObject({
  preset: z
    .enum(["paper", "reference-code"])
    .default("paper")
    .describe(
      "Source of the defaults: the paper, or its authors' code. An environment's own defaults and given settings override both.",
    ),
  env: z.string().default("resource-gathering").describe("Environment's id, as caucus list shows it."),
  envOptions: z
    .record(z.string(), z.union([z.number(), z.boolean()], { error: "expected a number or a boolean" }))
    .default({})
    .describe("Options of the environment, as caucus list shows them."),
  agents: count
    .nullable()
    .default(null)
    .describe("n, the number of agents; the environment's default if not given."),
  agentParameters: z
    .array(z.number())
    .min(1)
    .nullable()
    .default(null)
    .describe("Parameters of each agent, such as its target velocity; drawn at random if not given."),
  trainAgents: population
    .nullable()
    .default(null)
    .describe(
      "Agents to train for, instead of agents and agentParameters: their number, or a .npy or .csv file with a row of parameters for each.",
    ),
  testAgents: population
    .nullable()
    .default(null)
    .describe("Held-out agents, for evaluations only: their number, or such a file; none if not given."),
  algorithm: nameIn(assignerRegistry)
    .default("auto")
    .describe(`How agents are assigned to representatives. ${describedNames(assignerRegistry)}.`),
  representatives: count
    .nullable()
    .default(null)
    .describe(`k, the number of policies; if not given, 3, or the number that ${fixedCounts()} require.`),
  cover: nameIn(coverRegistry)
    .default("greedy-intersection")
    .describe(
      `How a committee's prototypes are chosen. With ${countingCovers()}, representatives is an upper limit. ${describedNames(coverRegistry)}.`,
    ),
  epsilon: positive
    .nullable()
    .default(null)
    .describe(
      "ε of a committee's cover: the largest distance at which a prototype covers an agent, for each parameter in its own unit.",
    ),
  trainOn: z
    .enum(["cluster", "prototype"])
    .default("cluster")
    .describe(
      "Agents whose rewards train a committee's policy: all within epsilon of its prototype, or only the one nearest to it.",
    ),
  welfare: z
    .enum(["utilitarian", "egalitarian", "nash"])
    .default("utilitarian")
    .describe("Welfare to maximise: the sum, the minimum or the product of agents' utilities."),
  welfareTemperature: positive
    .default(10)
    .describe(
      "τ of the egalitarian soft minimum, in the unit of reported returns: an agent with τ more than another has 1/e of its weight.",
    ),
  nashOffset: positive
    .default(10)
    .describe(
      "c of Nash welfare's weights 1/(V + c), in the unit of reported returns: the smaller c, the more weight have agents with low returns.",
    ),
  outsideOption: z
    .union([z.number(), z.array(z.number()).min(1)], {
      error: "expected a number, a number for each agent, or a file of them named .npy or .csv",
    })
    .nullable()
    .default(null)
    .describe(
      "Outside option of agents, as a reported return: a number, or a .npy or .csv file with one for each. An agent opts out if its representative achieves no more than that.",
    ),
  optOutFrom: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      "Share of the run after which agents whose outside option is better opt out; until then, all agents are trained for.",
    ),
  transitions: count.default(1_000_000).describe("Environment steps of each representative in the run."),
  totalTransitions: count
    .nullable()
    .default(null)
    .describe(
      "Environment steps of all representatives together, to share equally, in place of transitions.",
    ),
  envsPerRepresentative: count.default(8).describe("B, environments each representative acts in."),
  batchSize: count.default(2048).describe("M, environment steps of each representative in an iteration."),
  seed: z.int().nonnegative().default(0).describe("Equal seeds give equal runs."),
  revisions: z
    .array(z.int().nonnegative())
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "The revision that trained each representative, from 0; those of the latest are trained and others stay as they are. Set by --revise.",
    ),

  epochs: count.default(10).describe("Passes over an iteration's batch."),
  minibatchSize: count.default(64).describe("m, the transitions of each representative in a minibatch."),
  hiddenSizes: z
    .array(count)
    .min(1)
    .default([64])
    .describe("Widths of the shared layers of actors and critics."),
  criticConditioning: z
    .enum(["head", "one-hot"])
    .default("head")
    .describe(
      "Part of the critic that each representative has of its own: an output layer, or an entry in a one-hot input.",
    ),
  discount: z.number().min(0).max(1).default(0.99).describe("γ, the discount factor."),
  gaeDecay: z.number().min(0).max(1).default(0.95).describe("λ of generalised advantage estimation (GAE)."),
  bootstrapTruncated: z
    .boolean()
    .default(true)
    .describe(
      "Whether to bootstrap from the last state of a truncated episode, instead of treating it as terminal.",
    ),
  clip: positive.default(0.2).describe("ε of the clipped surrogate."),
  learningRate: schedule
    .default({ start: 3e-4, end: 1e-4 })
    .describe("Learning rate of Adam for actors and critics; the schedule is geometric."),
  scheduleSpeed: z
    .number()
    .min(1)
    .default(1)
    .describe("How many times faster than the run schedules reach their end value, which they then keep."),
  adamEpsilon: positive.default(1e-5).describe("ε of Adam for actors and critics."),
  maxGradientNorm: positive
    .default(0.5)
    .describe("Norm to which the gradients of actors and of critics are clipped."),
  entropyCoefficient: schedule
    .default({ start: 1e-3, end: 1e-3 })
    .describe("Weight of the entropy bonus; the schedule is geometric."),
  advantageScope: z
    .enum(["batch", "minibatch"])
    .default("minibatch")
    .describe(
      "Set over which each representative's advantages are normalised. With the batch, end-to-end's logits hardly change.",
    ),
  advantageEpsilon: positive
    .default(0.01)
    .describe(
      "This times n is added to the standard deviation of advantages, so that small advantages are not amplified.",
    ),
  klLimit: positive
    .nullable()
    .default(null)
    .describe(
      "Value of approx_kl above which the iteration's remaining epochs are skipped; no limit if not given.",
    ),
  klAverageDecay: z
    .number()
    .min(0)
    .lt(1)
    .nullable()
    .default(null)
    .describe(
      "Decay per minibatch of the moving average of approx_kl that is compared with klLimit; the latest epoch's mean is compared if not given.",
    ),
  initialLogStd: z
    .number()
    .default(-1)
    .describe("Logarithm of a continuous policy's initial standard deviation."),
  learnLogStd: z.boolean().default(true).describe("Whether the standard deviation is trained."),
  squashMean: z
    .boolean()
    .default(false)
    .describe("Whether a continuous policy's mean is squashed by tanh and scaled to the actions' bounds."),
  storeClippedActions: z
    .boolean()
    .default(false)
    .describe("Whether the learner stores continuous actions as clipped to their bounds."),
  normalizeObservations: z
    .boolean()
    .default(true)
    .describe(
      "Whether each representative's observations are normalised by their running mean and standard deviation.",
    ),
  observationStatistics: z
    .enum(["raw", "normalized"])
    .default("raw")
    .describe(
      "Observations of which these statistics are taken: the raw ones or (a bug of the authors' code, to reproduce it) the normalised ones.",
    ),

  utilityRate: z
    .number()
    .gt(0)
    .max(1)
    .default(0.05)
    .describe("λ of the moving average of returns, which gives the utilities."),
  utilityReturns: z
    .enum(["mean", "latest"])
    .default("mean")
    .describe(
      "Which return of an iteration's finished episodes enters the average: their mean, or the latest one.",
    ),
  warmStartIterations: z
    .int()
    .nonnegative()
    .default(0)
    .describe("Number of iterations at the start that EM does not end with an E-step."),
  emptyRepresentative: z
    .enum(["random-agent", "last-agent"])
    .default("random-agent")
    .describe("Which agent EM gives to a representative that would serve none."),
  assignmentLearningRate: positive.default(2e-3).describe("Learning rate of Adam for end-to-end's logits."),

  checkpointEvery: count.default(10).describe("Iterations between checkpoints."),
  evaluationEpisodes: count.default(20).describe("Episodes of each representative in the final evaluation."),
  maxEpisodeSteps: count
    .nullable()
    .default(null)
    .describe(
      "Steps after which evaluations cut an episode short; if not given, the environment's limit, or 1000 if it has none.",
    ),
  fewShotEpisodes: z
    .array(count)
    .min(1)
    .default([5])
    .describe(
      "m, the episodes of each policy by which test agents choose one, in addition to the evaluation's; several values are compared.",
    ),
  accuracy: positive
    .nullable()
    .default(null)
    .describe(
      "Largest distance below the best known return at which a test agent counts as near it, on the report scale; not computed if not given.",
    ),
});

/** All settings, with defaults filled in; k is null if it is not given. */
export type ParsedConfig = z.infer<typeof trainConfigSchema>;
/** All settings of a run, with a known k. */
export type TrainConfig = ParsedConfig & { readonly representatives: number };
export type TrainConfigInput = z.input<typeof trainConfigSchema>;
