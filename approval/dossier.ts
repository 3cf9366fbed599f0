import { z } from "zod";
import { sha256Schema } from "./sha256.js";

/** The version of the format of dossiers. */
export const DOSSIER_FORMAT = "urn:caucus:dossier:v1";

const count = z.int().min(0);

/** A mean with the ends of its confidence interval, on the environment's report scale. */
const interval = z.strictObject({
  mean: z.number(),
  lower: z.number(),
  upper: z.number(),
});

/** How something is spread over agents, each number with its interval. */
const spread = z.strictObject({
  mean: interval,
  worst: interval,
  /** The 10th percentile. */
  tenth: interval,
  /** The standard deviation over agents. */
  deviation: interval,
});

/** One of the environment's parameters of agents, a column of θ. Where there is no bound, the largest number stands. */
const parameter = z.strictObject({
  name: z.string(),
  /** Empty if the parameter has no unit. */
  unit: z.string(),
  minimum: z.number(),
  maximum: z.number(),
});

/** Where there is no bound, the largest number stands. */
const actionSpace = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("box"),
    /** [a]. */
    low: z.array(z.number()),
    /** [a]. */
    high: z.array(z.number()),
  }),
  z.strictObject({ kind: z.literal("discrete"), n: count }),
]);

const environment = z.strictObject({
  id: z.string(),
  options: z.record(z.string(), z.unknown()),
  /** d. */
  observationSize: count,
  actionSpace,
  maxEpisodeSteps: z.int().nullable(),
  /** Reported returns are sums of rewards times this. */
  reportScale: z.number(),
  parameters: z.array(parameter),
});

/** What the policy saw of one component of observations, while it acted unperturbed. */
const observed = z.strictObject({
  minimum: z.number(),
  maximum: z.number(),
  mean: z.number(),
  deviation: z.number(),
});

const policy = z.strictObject({
  /** From 1. */
  representative: z.int().min(1),
  /** Path in the dossier. */
  file: z.string(),
  sha256: sha256Schema,
  bytes: count,
  /** The agents that it serves, numbered from 0. */
  agents: z.array(count),
  /** [p]: the ranges of these agents' parameters; null if it serves nobody. */
  ranges: z.array(z.strictObject({ minimum: z.number(), maximum: z.number() })).nullable(),
  /** Of the agents that it serves; null if it serves nobody. */
  welfare: spread.nullable(),
  episodes: z.strictObject({
    number: count,
    /** Ended by the environment, such as by a fall. */
    terminated: count,
    /** Ended by the environment's limit of steps. */
    truncated: count,
    /** Ended by the assessment's own limit of steps. */
    cutShort: count,
    meanLength: z.number(),
  }),
  /** What its agents have from it, on average, more than from their second best policy; null for a single policy. */
  gainOverNextBest: interval.nullable(),
  /** What its agents have from it, on average, more than without service; null if outside options are unknown. */
  gainOverOutside: interval.nullable(),
  /** Welfare of all agents with all policies, less that without this one. */
  lostWithout: interval,
  /** [d]. */
  observations: z.array(observed),
});

const subset = z.strictObject({
  /** Numbers of representatives, from 1. */
  representatives: z.array(z.int().min(1)),
  /** Of all agents, each with its best of these. */
  welfare: interval,
});

/** A way in which the environment was made to differ from training. */
const perturbation = z.strictObject({
  /** Such as "noise on observations, 0.1 deviations". */
  name: z.string(),
  kind: z.enum(["option", "observation-noise", "action-noise", "action-delay", "stuck-component"]),
  /** The option with its value, the size of the noise, the steps of delay or the component. */
  value: z.record(z.string(), z.unknown()),
  welfare: interval,
  /** Welfare less that of the unperturbed episodes with the same seeds. */
  change: interval,
  /** [k]: the same for each policy's own agents; null for one that serves nobody. */
  changes: z.array(interval.nullable()),
});

const requirement = z.strictObject({
  /** As it stands in the file, such as "worst_agent >= 40 at 95%". */
  text: z.string(),
  status: z.enum(["met", "not met", "undecided"]),
  /** Valid at any number of episodes; null if it could not be measured. */
  interval: interval.nullable(),
  /** Episodes of each policy that it was decided after. */
  episodes: count,
  /** "exact" holds for any bounded outcome; "asymptotic" in the limit of many episodes, as bounds of returns were not given. */
  method: z.enum(["exact", "asymptotic"]),
});

/** Policies with the evidence about them, as dossier.json. */
export const dossierSchema = z.strictObject({
  format: z.literal(DOSSIER_FORMAT),
  /** An ISO 8601 time: the only part that differs between two assessments of the same inputs. */
  createdAt: z.iso.datetime(),
  /** The version of Caucus and of the environments' contract. */
  versions: z.strictObject({ caucus: z.string(), contract: z.string() }),
  /** The command that makes this dossier again. */
  reproduce: z.string(),
  seed: count,
  /** Of every interval, between 0 and 1. */
  confidence: z.number(),
  environment,
  /** The run that made the policies: its settings and the transitions of each representative. */
  run: z.strictObject({ config: z.record(z.string(), z.unknown()), transitions: count }),
  /** [k]. */
  policies: z.array(policy).min(1),
  agents: z.strictObject({
    /** θ, [n, p]. */
    parameters: z.array(z.array(z.number())),
    /** [n]: the number of each agent's representative, from 1. */
    assignment: z.array(z.int().min(1)),
    /** [k, n]: mean return of each policy for each agent. */
    returns: z.array(z.array(z.number())),
    /** [k, n]: standard deviation of a return over episodes. */
    deviations: z.array(z.array(z.number())),
    /** [n]; null if they are unknown. */
    outsideOptions: z.array(z.number()).nullable(),
  }),
  /** Of all agents, each with its representative. */
  welfare: spread,
  /** The best subset of each size, from 1 to k. */
  subsets: z.array(subset),
  robustness: z.array(perturbation),
  coverage: z.strictObject({
    /** Agents that nobody trained for; null if none were asked for. */
    unseen: z
      .strictObject({
        parameters: z.array(z.array(z.number())),
        /** [k, n']. */
        returns: z.array(z.array(z.number())),
        /** Each with its best policy. */
        welfare: spread,
      })
      .nullable(),
    /** Agents whose return is at most the 10th percentile, the worst first, up to a hundred: where in θ nobody is served well. */
    worstServed: z.array(
      z.strictObject({
        /** [p]. */
        parameters: z.array(z.number()),
        return: z.number(),
        representative: z.int().min(1),
        unseen: z.boolean(),
      }),
    ),
  }),
  requirements: z.array(requirement),
});

export type Dossier = z.infer<typeof dossierSchema>;
export type DossierPolicy = z.infer<typeof policy>;
export type Interval = z.infer<typeof interval>;
export type Spread = z.infer<typeof spread>;
export type Perturbation = z.infer<typeof perturbation>;
export type Requirement = z.infer<typeof requirement>;
