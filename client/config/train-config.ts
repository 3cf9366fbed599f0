import { z } from "zod";
import { assignerRegistry } from "../assignment/assigners/index.js";
import { coverRegistry } from "../assignment/covers/index.js";
import { expectedNames, type Registry } from "../base/registry.js";
import { countingCovers, describedNames, fixedCounts } from "./registry-texts.js";

/** A name in a registry, to which users may have added some by the time that a value is read. */
function nameIn(registry: Registry<unknown>) {
  const known = (name: string) => registry.has(name);
  return z.string().refine(known, { error: () => expectedNames(registry.entries().map(([name]) => name)) });
}

const positive = z.number().positive();
const count = z.int().positive();
const schedule = z
  .strictObject(
    {
      start: z.number().nonnegative().describe("at the first iteration"),
      end: z.number().nonnegative().describe("at the last"),
    },
    { error: ({ code }) => (code === "invalid_type" ? "expected start and end" : undefined) },
  )
  // Geometric steps never reach 0, nor leave it.
  .refine(({ start, end }) => (start === 0) === (end === 0), {
    error: "expected both ends above 0, or both 0",
  });

const population = z.union([count, z.array(z.array(z.number()).min(1)).min(1)], {
  error: "expected how many agents, or a row of finite numbers for each",
});

/** Everything that decides a run. Field names are also the command line's, in kebab-case. */
export const trainConfigSchema = z.strictObject({
  preset: z
    .enum(["paper", "reference-code"])
    .default("paper")
    .describe(
      "What defaults follow: the paper, or its authors' code; an environment's own go before both, as does what is set.",
    ),
  env: z.string().default("resource-gathering").describe("Environment id, as the server lists it."),
  envOptions: z
    .record(z.string(), z.union([z.number(), z.boolean()], { error: "expected a number or a boolean" }))
    .default({})
    .describe("The environment's own options, as the server lists them."),
  agents: count
    .nullable()
    .default(null)
    .describe("n, how many agents; the environment's own number if not given."),
  agentParameters: z
    .array(z.number())
    .min(1)
    .nullable()
    .default(null)
    .describe("What each agent wants, such as its target velocity; drawn at random if not given."),
  trainAgents: population
    .nullable()
    .default(null)
    .describe(
      "Agents to train for, in place of agents and agentParameters: how many, or a .npy or .csv file with a row of parameters for each.",
    ),
  testAgents: population
    .nullable()
    .default(null)
    .describe("Agents held out, whom only evaluations meet: how many, or such a file; none if not given."),
  algorithm: nameIn(assignerRegistry)
    .default("auto")
    .describe(`How agents are assigned to representatives. ${describedNames(assignerRegistry)}.`),
  representatives: count
    .nullable()
    .default(null)
    .describe(`k, how many policies; if not given, 3, or what ${fixedCounts()} need.`),
  cover: nameIn(coverRegistry)
    .default("greedy-intersection")
    .describe(
      `How a committee's prototypes are chosen; of ${countingCovers()}, representatives is only a limit. ${describedNames(coverRegistry)}.`,
    ),
  epsilon: positive
    .nullable()
    .default(null)
    .describe(
      "ε of a committee's cover: how far from a prototype an agent is covered, in its parameters' own units, in each of them.",
    ),
  trainOn: z
    .enum(["cluster", "prototype"])
    .default("cluster")
    .describe(
      "Whose rewards a committee's policy is trained on: those within epsilon of its prototype, or the agent nearest to it.",
    ),
  welfare: z
    .enum(["utilitarian", "egalitarian", "nash"])
    .default("utilitarian")
    .describe("What is made large of agents' utilities: their sum, the least of them, or their product."),
  welfareTemperature: positive
    .default(10)
    .describe(
      "τ of the egalitarian soft minimum, in the unit of reported returns: an agent that has τ more than another counts for 1/e of it.",
    ),
  nashOffset: positive
    .default(10)
    .describe(
      "c of Nash welfare's weights 1/(V + c), in the unit of reported returns: the smaller, the more those count that have least.",
    ),
  outsideOption: z
    .union([z.number(), z.array(z.number()).min(1)], {
      error: "expected a number, a number for each agent, or a file of them named .npy or .csv",
    })
    .nullable()
    .default(null)
    .describe(
      "What agents have without us, as a reported return: a number, or a .npy or .csv file with one for each; who gets no more from its representative opts out.",
    ),
  optOutFrom: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      "Share of the run in which representatives are still trained for agents whose outside option is better.",
    ),
  transitions: count
    .default(1_000_000)
    .describe("Environment steps of each representative in the whole run."),
  totalTransitions: count
    .nullable()
    .default(null)
    .describe(
      "Environment steps of all representatives together, to share equally, in place of transitions.",
    ),
  envsPerRepresentative: count.default(8).describe("B, environments each representative acts in."),
  batchSize: count.default(2048).describe("M, environment steps of each representative in an iteration."),
  seed: z.int().nonnegative().default(0).describe("Equal seeds give equal runs."),

  epochs: count.default(10).describe("Passes over an iteration's batch."),
  minibatchSize: count.default(64).describe("m, transitions of each representative in a minibatch."),
  hiddenSizes: z
    .array(count)
    .min(1)
    .default([64])
    .describe("Widths of the shared layers, in actors and critics."),
  criticConditioning: z
    .enum(["head", "one-hot"])
    .default("head")
    .describe(
      "What of the critic is a representative's own: its output layer, or its entry in a one-hot input.",
    ),
  discount: z.number().min(0).max(1).default(0.99).describe("γ."),
  gaeDecay: z.number().min(0).max(1).default(0.95).describe("λ of generalised advantage estimation."),
  bootstrapTruncated: z
    .boolean()
    .default(true)
    .describe(
      "Whether the last state of a truncated episode keeps its value, rather than counting as terminal.",
    ),
  clip: positive.default(0.2).describe("ε of the clipped surrogate."),
  learningRate: schedule
    .default({ start: 3e-4, end: 1e-4 })
    .describe("Adam's, for actors and critics; geometric."),
  scheduleSpeed: z
    .number()
    .min(1)
    .default(1)
    .describe("How many times faster than the run schedules go from start to end, where they stay."),
  adamEpsilon: positive.default(1e-5).describe("Adam's ε, for actors and critics."),
  maxGradientNorm: positive.default(0.5).describe("Gradients of actors and of critics are clipped to it."),
  entropyCoefficient: schedule
    .default({ start: 1e-3, end: 1e-3 })
    .describe("Weight of the entropy bonus; geometric."),
  advantageScope: z
    .enum(["batch", "minibatch"])
    .default("minibatch")
    .describe(
      "Over what each representative's advantages are normalised; over the batch, end-to-end's logits hardly move.",
    ),
  advantageEpsilon: positive
    .default(0.01)
    .describe("Times n, added to the standard deviation of advantages: what is smaller is not blown up."),
  klLimit: positive
    .nullable()
    .default(null)
    .describe("Skip an iteration's other epochs once approx_kl is above this; never if not given."),
  klAverageDecay: z
    .number()
    .min(0)
    .lt(1)
    .nullable()
    .default(null)
    .describe(
      "Decay, a minibatch, of the moving average of approx_kl that klLimit is held against; the latest epoch's mean if not given.",
    ),
  initialLogStd: z
    .number()
    .default(-1)
    .describe("Logarithm of a continuous policy's first standard deviation."),
  learnLogStd: z.boolean().default(true).describe("Whether that is trained."),
  squashMean: z
    .boolean()
    .default(false)
    .describe("Whether a continuous policy's mean is tanh, scaled to the bounds."),
  storeClippedActions: z
    .boolean()
    .default(false)
    .describe("Whether the learner sees continuous actions after they were clipped to their bounds."),
  normalizeObservations: z
    .boolean()
    .default(true)
    .describe("Whether each representative's observations are normalised by its running mean and deviation."),
  observationStatistics: z
    .enum(["raw", "normalized"])
    .default("raw")
    .describe("Which observations these are of: as they come or, a bug to reproduce, already normalised."),

  utilityRate: z.number().gt(0).max(1).default(0.05).describe("λ of the moving average of returns."),
  utilityReturns: z
    .enum(["mean", "latest"])
    .default("mean")
    .describe(
      "What enters it of the episodes that a representative finished in an iteration: their mean, or the latest one.",
    ),
  warmStartIterations: z
    .int()
    .nonnegative()
    .default(0)
    .describe("Iterations at the start that EM does not end with an E-step."),
  emptyRepresentative: z
    .enum(["random-agent", "last-agent"])
    .default("random-agent")
    .describe("What EM gives a representative that would serve nobody."),
  assignmentLearningRate: positive.default(2e-3).describe("Adam's, for end-to-end's logits."),

  checkpointEvery: count.default(10).describe("Iterations between checkpoints."),
  evaluationEpisodes: count.default(20).describe("Episodes of each representative in the final evaluation."),
  maxEpisodeSteps: count
    .nullable()
    .default(null)
    .describe(
      "Steps after which evaluations cut an episode short; if not given, the environment's own limit, or 1000 where it has none.",
    ),
  fewShotEpisodes: z
    .array(count)
    .min(1)
    .default([5])
    .describe(
      "m, episodes of each policy by which test agents choose theirs, beside those of the evaluation; several are compared.",
    ),
  accuracy: positive
    .nullable()
    .default(null)
    .describe(
      "How far below the best known return a test agent still counts as near it, on the report scale; not counted if not given.",
    ),
});

/** Each setting with its default; k is null if it is not given. */
export type ParsedConfig = z.infer<typeof trainConfigSchema>;
/** Complete: k is known. */
export type TrainConfig = ParsedConfig & { readonly representatives: number };
export type TrainConfigInput = z.input<typeof trainConfigSchema>;
