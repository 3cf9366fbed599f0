import type { Space } from "../../envs/index.js";
import { DataType, decodeSpace, type EnvironmentSpec, OptionType } from "../../proto/index.js";

/** A bound; since JSON has no infinite numbers, these are the texts "Infinity" and "-Infinity". */
export type Bound = number | string;

/** A space of observations or actions; its bounds are one number for all entries, or one for each. */
export type SpaceRecord =
  | { readonly kind: "discrete"; readonly n: number }
  | {
      readonly kind: "box";
      readonly shape: readonly number[];
      readonly low: Bound[];
      readonly high: Bound[];
    };

/** An environment as `caucus list --json` and `caucus describe --json` print it; missing values are null. */
export interface EnvironmentRecord {
  readonly id: string;
  readonly description: string;
  readonly observationSpace: SpaceRecord;
  readonly actionSpace: SpaceRecord;
  /** Smallest and largest reward of an agent in a step. */
  readonly rewardRange: readonly [Bound, Bound];
  /** The default of n. */
  readonly agents: number;
  /** The columns of θ. */
  readonly agentParameters: readonly {
    readonly name: string;
    readonly unit: string;
    readonly description: string;
    readonly minimum: Bound;
    readonly maximum: Bound;
    readonly integer: boolean;
  }[];
  readonly options: readonly {
    readonly name: string;
    readonly type: string;
    readonly default: number | boolean | null;
    readonly minimum: number | null;
    readonly maximum: number | null;
    /** Both ends are tried by `caucus assess`. */
    readonly perturbationRange: Readonly<Record<"minimum" | "maximum", number>> | null;
    readonly unit: string;
    readonly description: string;
  }[];
  /** Values that a session can report with each step, for each environment. */
  readonly infos: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly unit: string;
    readonly description: string;
  }[];
  /** Steps after which an episode is truncated. */
  readonly maxEpisodeSteps: number | null;
  /** Simulated seconds of a step. */
  readonly dt: number | null;
  readonly renderModes: readonly string[];
  /** Factor that brings undiscounted returns to the scale of published results. */
  readonly reportScale: number;
}

const OPTION_TYPES: Readonly<Record<number, string>> = {
  [OptionType.OPTION_TYPE_BOOLEAN]: "boolean",
  [OptionType.OPTION_TYPE_INTEGER]: "integer",
  [OptionType.OPTION_TYPE_NUMBER]: "number",
};

/** @param spec - validated, as a transport returns it */
export function environmentRecord(spec: EnvironmentSpec): EnvironmentRecord {
  const rewards = decodeSpace(spec.rewardSpace, "spec.reward_space");
  return {
    id: spec.id,
    description: spec.description,
    observationSpace: spaceRecord(decodeSpace(spec.observationSpace, "spec.observation_space")),
    actionSpace: spaceRecord(decodeSpace(spec.actionSpace, "spec.action_space")),
    rewardRange:
      rewards.kind === "box" ? [bound(rewards.low[0]), bound(rewards.high[0])] : [0, rewards.n - 1],
    agents: spec.numAgents,
    agentParameters: spec.agentParameters.map(({ name, unit, description, minimum, maximum, integer }) => ({
      ...{ name, unit, description, integer },
      ...{ minimum: bound(minimum), maximum: bound(maximum) },
    })),
    options: spec.options.map(optionRecord),
    infos: spec.infos.map(({ name, dtype, shape, unit, description }) => ({
      ...{ name, dtype: dtypeName(dtype), shape, unit, description },
    })),
    maxEpisodeSteps: spec.maxEpisodeSteps === 0 ? null : spec.maxEpisodeSteps,
    dt: spec.dt === 0 ? null : spec.dt,
    renderModes: spec.renderModes,
    reportScale: spec.reportScale,
  };
}

function optionRecord(option: EnvironmentSpec["options"][number]): EnvironmentRecord["options"][number] {
  const { name, type, defaultValue, minimum = null, maximum = null, unit, description } = option;
  const { perturbationRange = null } = option;
  return {
    ...{ name, type: OPTION_TYPES[type] ?? "unknown", default: defaultValue ?? null },
    ...{ minimum, maximum, perturbationRange, unit, description },
  };
}

function spaceRecord(space: Space): SpaceRecord {
  if (space.kind === "discrete") return { kind: "discrete", n: space.n };
  return { kind: "box", shape: space.shape, low: space.low.map(bound), high: space.high.map(bound) };
}

function bound(value: number): Bound {
  return Number.isFinite(value) ? value : String(value);
}

/** For example "float64". */
function dtypeName(dtype: DataType): string {
  return (DataType[dtype] ?? String(dtype)).replace("DATA_TYPE_", "").toLowerCase();
}
