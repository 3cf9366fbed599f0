import { readable } from "../base/readable-text.js";
import type { Bound, EnvironmentRecord, SpaceRecord } from "./environment-record.js";
import { plainTable } from "./plain-table.js";

/** Bounds that differ between entries are listed for at most this many entries. */
const MAX_BOUNDS = 4;

type Parameter = EnvironmentRecord["agentParameters"][number];
type Option = EnvironmentRecord["options"][number];

/** A complete description of an environment as text for people. */
export function environmentText(record: EnvironmentRecord): string {
  const { id, description, observationSpace, actionSpace, rewardRange, agents, maxEpisodeSteps, dt } = record;
  const facts = [
    ["observation", spaceText(observationSpace)],
    ["action", spaceText(actionSpace)],
    ["rewards", `${rangeText(...rewardRange)} a step, for each of n agents`],
    ["report scale", `returns are reported times ${record.reportScale}`],
    ["agents", `${agents} if not told otherwise`],
    ["step limit", maxEpisodeSteps === null ? "none" : `${maxEpisodeSteps} steps`],
    ["time step", dt === null ? "without a unit" : `${dt} s`],
    ["render modes", record.renderModes.map((mode) => readable(mode)).join(", ") || "none"],
  ];
  const infos = record.infos.map(({ name, dtype, shape, unit, description: text }) => [
    ...[name, `${dtype} [${shape.join(", ")}]`, unit || "–", text],
  ]);
  return [
    `${id}: ${description}`,
    ...facts.map(([name, fact]) => `  ${name.padEnd(14)}${fact}`),
    ...section("agents differ in", record.agentParameters.map(parameterCells)),
    ...section("options, as --env-options.NAME", record.options.map(optionCells)),
    ...section("infos", infos),
  ].join("\n");
}

/** An environment's entry in a list: its description, its agents and its options. */
export function environmentLines({ id, description, agentParameters, options }: EnvironmentRecord): string[] {
  return [
    `  ${id}: ${description}`,
    ...agentParameters.map(
      (parameter) =>
        `    agents differ in ${parameter.name} (${parameterRange(parameter)}): ${parameter.description}`,
    ),
    ...options.map(
      (option) => `    --env-options.${option.name} (${optionRange(option)}): ${option.description}`,
    ),
  ];
}

function section(title: string, rows: readonly string[][]): string[] {
  if (rows.length === 0) return [];
  const [, ...lines] = plainTable(
    rows[0].map(() => ""),
    rows,
  ).split("\n");
  return [title, ...lines.map((line) => `  ${line}`)];
}

function parameterCells(parameter: Parameter): string[] {
  return [parameter.name, parameterRange(parameter), parameter.description];
}

function parameterRange({ unit, minimum, maximum, integer }: Parameter): string {
  return `${rangeText(minimum, maximum)}${unitText(unit)}${integer ? ", whole" : ""}`;
}

function optionCells(option: Option): string[] {
  return [option.name, optionRange(option), option.description];
}

function optionRange({ type, default: value, minimum, maximum, unit, perturbationRange }: Option): string {
  const bounds = minimum === null && maximum === null ? "" : ` ${rangeText(minimum, maximum)}`;
  const range = perturbationRange;
  const tried = range === null ? "" : `, ${range.minimum} and ${range.maximum} when assessed`;
  return `${type}${bounds}${unitText(unit)}, default ${readable(String(value))}${tried}`;
}

const unitText = (unit: string) => (unit === "" ? "" : ` ${unit}`);

function spaceText(space: SpaceRecord): string {
  if (space.kind === "discrete") return `one of ${space.n}, from 0`;
  return `[${space.shape.join(", ")}], ${boundsText(space)}`;
}

function boundsText({ low, high }: Readonly<Record<"low" | "high", readonly Bound[]>>): string {
  const entries = Math.max(low.length, high.length);
  const ranges = Array.from({ length: entries }, (_, i) =>
    rangeText(low[i % low.length], high[i % high.length]),
  );
  const different = [...new Set(ranges)];
  if (different.length === 1) return different[0];
  if (entries <= MAX_BOUNDS) return ranges.join("; ");
  return "bounds that differ from entry to entry, all with --json";
}

/** @param low - null or −∞ if there is no lower bound */
function rangeText(low: Bound | null, high: Bound | null): string {
  const [hasLow, hasHigh] = [low, high].map((bound) => typeof bound === "number");
  if (hasLow && hasHigh) return `${low} to ${high}`;
  if (hasLow) return `from ${low}`;
  return hasHigh ? `up to ${high}` : "any number";
}
