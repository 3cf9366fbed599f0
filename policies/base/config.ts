import {
  type ConfigField,
  type ConfigOf,
  type ConfigTable,
  count,
  LISTENING_FIELDS,
  maxMessageBytes,
  text,
} from "../../serving/base/config.js";

const fraction = (description: string, value: number): ConfigField<number> => ({
  description,
  default: value,
  minimum: 1e-9,
  maximum: 1,
  fractional: true,
});

/** Settings of what is served, and how. */
export const SERVICE_FIELDS = {
  registry: text("Directory whose sub-directories are dossiers. It is watched."),
  reviewers: text("YAML file of who reviews policies, and how many of them must approve one."),
  state: text("Directory outside the registry, where the server keeps what it has seen and the audit log."),
  whenRevoked: {
    description: "Where agents go whose policy is revoked: to their next best approved one, or to none.",
    default: "next-best",
    choices: ["next-best", "none"],
  } as ConfigField<string>,
  maxBatch: count("Maximum number of observations in a request.", 1024, 1, 65_536),
  maxStreamsPerClient: count("Maximum number of streams of one client at a time.", 256, 1, 65_536),
  maxAgents: count("Maximum number of agents whose assignment is remembered.", 100_000, 1, 10_000_000),
  maxTrials: count("Maximum number of trial returns in a request.", 10_000, 1, 1_000_000),
  maxMessageBytes,
  falseAlarmRate: fraction(
    "Probability at most of ever raising an alarm about a policy's returns if they are what its dossier promised.",
    0.01,
  ),
  outsideShare: fraction(
    "Share of recent observations that may lie outside what the assessment saw before there is an alarm.",
    0.05,
  ),
} as const satisfies ConfigTable;

/** All settings of a server of policies. */
export const POLICIES_FIELDS = {
  ...SERVICE_FIELDS,
  ...LISTENING_FIELDS,
  port: { ...LISTENING_FIELDS.port, default: 50_052 } as ConfigField<number>,
} as const satisfies ConfigTable;

export type PoliciesServiceConfig = ConfigOf<typeof SERVICE_FIELDS>;
export type PoliciesConfig = ConfigOf<typeof POLICIES_FIELDS>;
