import type { EnvSpec, InfoSpec, OptionSpec } from "../../envs/index.js";
import {
  decodeSpace,
  EnvironmentSpec,
  INFO_DTYPES,
  OptionType,
  type OptionSpec as WireOption,
} from "../../proto/index.js";
import type { WorkerConnection } from "./connection.js";
import { json, Kind } from "./messages.js";

/** An environment with given options, as a worker found it when it tried it out. */
export interface PythonDescription {
  /** Its reward range is that of r. */
  readonly spec: EnvSpec;
  /** Bounds of r, [m] each. */
  readonly rewardLow: readonly number[];
  readonly rewardHigh: readonly number[];
  readonly options: readonly OptionSpec[];
  /** Whether equal seeds and actions gave equal episodes. */
  readonly repeatable: boolean;
  /** Whether it draws agents' weights itself. */
  readonly samplesAgents: boolean;
  /** Whether its steps wait for something else than the processor. */
  readonly waits: boolean;
}

/** What an episode showed of an environment. */
export interface PlayedEpisode {
  /** The infos of all its steps. */
  readonly infos: readonly InfoSpec[];
  /** Whether its steps wait for something else than the processor. */
  readonly waits: boolean;
}

const REPEATABLE = 1;
const SAMPLES_AGENTS = 2;

/**
 * Lets a worker make and try out an environment.
 * @param name - MODULE:ENV, or an id of Gymnasium's
 * @param options - some of its options
 * @throws UnservableError or DeathError
 */
export async function examine(
  connection: WorkerConnection,
  name: string,
  options: Readonly<Record<string, unknown>>,
): Promise<PythonDescription> {
  const reply = await connection.ask(Kind.examine, json({ name, options }));
  const wire = EnvironmentSpec.decode(reply.subarray(1));
  const reward = decodeSpace(wire.rewardSpace, "reward_space");
  if (reward.kind !== "box") throw new TypeError("reward_space: expected a box, got a discrete space");
  return {
    spec: decodeSpec(wire),
    rewardLow: reward.low,
    rewardHigh: reward.high,
    options: wire.options.map(decodeOption),
    repeatable: (reply[0] & REPEATABLE) !== 0,
    samplesAgents: (reply[0] & SAMPLES_AGENTS) !== 0,
    waits: false,
  };
}

/** Lets a worker that has examined an environment play an episode of it. */
export async function play(connection: WorkerConnection): Promise<PlayedEpisode> {
  const reply = await connection.ask(Kind.play);
  const { infos } = EnvironmentSpec.decode(reply.subarray(1));
  return { infos: infos.map(decodeInfo), waits: reply[0] === 1 };
}

function decodeSpec(wire: EnvironmentSpec): EnvSpec {
  const observationSpace = decodeSpace(wire.observationSpace, "observation_space");
  if (observationSpace.kind !== "box")
    throw new TypeError("observation_space: expected a box, got a discrete space");
  return {
    id: wire.id,
    description: wire.description,
    observationSpace,
    actionSpace: decodeSpace(wire.actionSpace, "action_space"),
    rewardRange: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    agentParameters: wire.agentParameters,
    infos: wire.infos.map(decodeInfo),
    maxEpisodeSteps: wire.maxEpisodeSteps,
    dt: wire.dt,
    renderModes: wire.renderModes.length > 0 ? ["rgb_array"] : [],
    reportScale: wire.reportScale,
  };
}

function decodeInfo({ name, dtype, shape, unit, description }: EnvironmentSpec["infos"][number]): InfoSpec {
  const found = Object.entries(INFO_DTYPES).find(([, number]) => number === dtype);
  if (found === undefined) throw new TypeError(`infos: expected numbers of a known dtype, got ${dtype}`);
  return { name, dtype: found[0] as InfoSpec["dtype"], shape, unit, description };
}

function decodeOption({ name, type, defaultValue, description, perturbationRange }: WireOption): OptionSpec {
  if (type === OptionType.OPTION_TYPE_BOOLEAN)
    return { name, type: "boolean", default: defaultValue as boolean, description };
  const kind = type === OptionType.OPTION_TYPE_INTEGER ? "integer" : "number";
  return { name, type: kind, default: defaultValue as number, perturbationRange, description };
}
