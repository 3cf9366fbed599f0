import {
  type AgentParameter,
  configureEnv,
  type EnvDefinition,
  type OptionSpec,
  type Space,
} from "../../envs/index.js";
import { builtinEnvironments } from "../../server/builtin-environments.js";
import { code, escaped, page, table } from "./markdown.js";

const INTRODUCTION = `The environments of \`caucus-server\`, from their registry, with default options. An option is given as \`--env-options.NAME VALUE\`, in a \
\`CreateSession\`, or as an argument in Python. [Environments](../explanation/environments.md) explains the rewards.`;

/** Every environment with its spaces, agents, options and infos. */
export function environmentsPage(): string {
  return page("Environments", [INTRODUCTION, ...[...builtinEnvironments.values()].flatMap(sectionsOf)]);
}

function sectionsOf(definition: EnvDefinition): string[] {
  const { spec } = configureEnv(definition);
  const facts = [
    ["observation", describe(spec.observationSpace)],
    ["action", describe(spec.actionSpace)],
    ["reward of an agent", rangeText(...spec.rewardRange)],
    ["agents, if not given", `${definition.defaultNumAgents}`],
    ["step limit", spec.maxEpisodeSteps === 0 ? "none" : `${spec.maxEpisodeSteps}`],
    ["seconds a step", spec.dt === 0 ? "time has no unit" : `${spec.dt}`],
    ["reported returns", `undiscounted returns × ${spec.reportScale}`],
  ];
  const infos = spec.infos.map(({ name, dtype, shape, unit, description }) => [
    code(name),
    `${dtype} [${shape.join(", ")}]`,
    unit,
    escaped(description),
  ]);
  return [
    `## ${spec.id}`,
    escaped(spec.description),
    table(["", ""], facts),
    "What an agent wants (θ):",
    table(["parameter", "unit", "range", "meaning"], spec.agentParameters.map(parameterRow)),
    ...(definition.options.length === 0
      ? ["It has no options."]
      : [
          table(
            ["option", "type", "range", "unit", "default", "assessed at", "meaning"],
            definition.options.map(optionRow),
          ),
        ]),
    "Infos:",
    table(["info", "type", "unit", "meaning"], infos),
  ];
}

function describe(space: Space): string {
  if (space.kind === "discrete") return `one of ${space.n}: 0 to ${space.n - 1}`;
  const [low, high] = [space.low, space.high].map((bounds) => [...new Set(bounds)]);
  const bounds = low.length === 1 && high.length === 1 ? `, ${rangeText(low[0], high[0])}` : "";
  return `${space.dtype} [${space.shape.join(", ")}]${bounds}`;
}

function rangeText(low: number, high: number): string {
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return "without bounds";
  return `${low} to ${high}`.replace("-Infinity", "−∞").replace("Infinity", "∞");
}

function parameterRow({ name, unit, minimum, maximum, integer, description }: AgentParameter): string[] {
  const range = `${integer ? "whole, " : ""}${minimum} to ${Number(maximum.toFixed(4))}`;
  return [code(name), unit, range, escaped(description)];
}

function optionRow({
  name,
  type,
  minimum,
  maximum,
  unit,
  default: value,
  perturbationRange: perturbed,
  description,
}: OptionSpec): string[] {
  const range =
    minimum === undefined && maximum === undefined ? "" : `${minimum ?? "−∞"} to ${maximum ?? "∞"}`;
  const assessed = perturbed === undefined ? "" : `${perturbed.minimum}, ${perturbed.maximum}`;
  return [code(name), type, range, unit ?? "", code(`${value}`), assessed, escaped(description)];
}
