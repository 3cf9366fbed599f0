/** Description of a field of a row of metrics. */
export interface Metric {
  /** Whether there is one value for the run, or one for each of its k representatives or n agents. */
  readonly of: "run" | "representative" | "agent";
  /** Whether a value may be null. */
  readonly nullable?: boolean;
  /** What the field's value is made of, a number each, with one sentence each; the value is one number if left out. */
  readonly parts?: Readonly<Record<string, string>>;
  /**
   * TensorBoard's tag, with CleanRL's name if it has one. If each representative has a value, it is the beginning of their
   * tags. Null if TensorBoard does not show the field.
   */
  readonly tag: string | null;
  /** One sentence. */
  readonly description: string;
}

/** Every field of a row of metrics.jsonl, in the order in which they are written to TensorBoard. */
export const METRICS = {
  iteration: { of: "run", tag: null, description: "Number of the iteration, from 1." },
  transitions: {
    of: "run",
    tag: null,
    description: "Environment steps of each representative so far; TensorBoard's step.",
  },
  welfare: {
    of: "run",
    nullable: true,
    tag: "charts/welfare",
    description:
      "Mean over agents of the utility (a moving average of returns) that their representative has for them, or of their outside option if that is better, on the report scale; null until every representative has finished an episode.",
  },
  worstAgent: {
    of: "run",
    nullable: true,
    tag: "charts/worst_agent",
    description:
      "The least that any agent has: its utility, or its outside option; null as long as welfare is.",
  },
  participation: {
    of: "run",
    nullable: true,
    tag: "charts/participation",
    description:
      "Share of agents whose representative is worth more to them than their outside option; null as long as welfare is.",
  },
  episodeReturns: {
    of: "representative",
    nullable: true,
    tag: "charts/episodic_return",
    description:
      "Mean return of the episodes that a representative finished in the iteration, over its agents, on the report scale; null if it finished none or serves nobody.",
  },
  episodeLengths: {
    of: "representative",
    nullable: true,
    tag: "charts/episodic_length",
    description:
      "Mean steps of the episodes that a representative finished in the iteration; null if it finished none.",
  },
  episodes: {
    of: "representative",
    tag: null,
    description: "Episodes that a representative finished in the iteration.",
  },
  clusterSizes: {
    of: "representative",
    tag: "charts/cluster_size",
    description: "Agents that a representative serves.",
  },
  assignment: { of: "agent", tag: null, description: "The representative that serves an agent, from 0." },
  flips: {
    of: "run",
    tag: "charts/flips",
    description: "Agents whose representative changed in the iteration.",
  },
  exchanges: {
    of: "run",
    tag: "charts/exchanges",
    description: "Representatives that became copies of others in the iteration.",
  },
  learning_rate: { of: "run", tag: "charts/learning_rate", description: "Adam's learning rate." },
  entropyCoefficient: {
    of: "run",
    tag: "charts/entropy_coefficient",
    description: "Weight of the entropy bonus.",
  },
  transitionsPerSecond: {
    of: "run",
    tag: "charts/SPS",
    description: "Environment steps of all representatives per second of wall time.",
  },
  policy_loss: { of: "run", tag: "losses/policy_loss", description: "The clipped surrogate, negated." },
  value_loss: { of: "run", tag: "losses/value_loss", description: "Squared error of the critics' values." },
  entropy: { of: "run", tag: "losses/entropy", description: "Entropy of the policies, in nats." },
  approx_kl: {
    of: "run",
    tag: "losses/approx_kl",
    description:
      "Estimated divergence from the policies that acted: the mean of (ρ − 1) − log ρ (Schulman 2020).",
  },
  clipfrac: { of: "run", tag: "losses/clipfrac", description: "Share of ratios ρ that were clipped." },
  explained_variance: {
    of: "run",
    tag: "losses/explained_variance",
    description: "1 − Var[return − value] / Var[return]: 1 for a critic that predicts every return.",
  },
  seconds: {
    of: "run",
    parts: {
      total: "Wall time of the iteration.",
      acting: "Policies choosing actions.",
      stepping: "Environments stepping, as the server says or, unsaid, all of the wait.",
      wire: "Waiting for replies, less stepping.",
      updating: "Networks and assignment being updated.",
    },
    tag: null,
    description: "Where the iteration's wall time went, in seconds.",
  },
} as const satisfies Readonly<Record<string, Metric>>;
