import type { CommitteeSummary } from "../assignment/assigners/entry.js";
import { readable } from "../base/readable-text.js";
import { words } from "../base/words.js";
import { optedOut } from "../learner/welfare/agents-welfare.js";
import type { Estimate, FundGap, Summary } from "../records/records.js";
import { unseenLines } from "./unseen-lines.js";

/** Up to this many agents are listed by number; more are only counted. */
const MAX_LISTED = 40;
/** Up to this many parameters have their ranges shown. */
const MAX_RANGES = 4;

/** The results of a run as text for people. */
export function reportText(summary: Summary): string {
  const k = summary.utilities.length;
  const { bestKnownWelfare: known } = summary;
  const best = known === null ? "" : ` (best known ${Number(known.toFixed(2))})`;
  return [
    `${readable(summary.environment)}, ${readable(summary.algorithm)}, k = ${k}, n = ${summary.assignment.length}`,
    `welfare ${estimateText(summary.welfare)}${best}`,
    `  with sampled actions ${estimateText(summary.stochasticWelfare)}`,
    ...(summary.funds === undefined ? [] : [fundsText(summary.funds, k)]),
    ...cutShortLines(summary),
    distributionText(summary),
    ...(summary.committee ? committeeLines(summary.committee, summary.assignment.length) : []),
    ...(summary.outsideOptions === null ? [] : [participationText(summary)]),
    ...servedAgents(summary).map(
      (agents, j) => `representative ${j + 1} serves ${agents.length}: ${agentsText(summary, agents)}`,
    ),
    ...(summary.unseen === undefined ? [] : unseenLines(summary.unseen)),
    `${summary.transitions} transitions each in ${summary.seconds.toFixed(0)} s`,
  ].join("\n");
}

function committeeLines(committee: CommitteeSummary, n: number): string[] {
  const { cover, epsilon, coverage, uncovered, trainOn, notes } = committee;
  const covered = n - uncovered.length;
  const left =
    uncovered.length > 0
      ? `; the other ${uncovered.length} ${uncovered.length === 1 ? "has" : "have"} the nearest`
      : "";
  const trainedOn = trainOn === "cluster" ? "clusters" : "prototypes";
  return [
    `${cover} covers ${covered} of ${n} (${(100 * coverage).toFixed(1)}%) within ${epsilon}, trained on ${trainedOn}${left}`,
    ...notes.map((note) => `note: ${note}`),
  ];
}

function estimateText({ mean, standardError, episodes }: Estimate): string {
  return `${mean.toFixed(2)} ± ${standardError.toFixed(2)} over ${episodes} episodes each`;
}

function fundsText({ single, best, expected, closed }: FundGap, k: number): string {
  const text = `  expected over all returns ${expected.toFixed(2)}`;
  if (closed === null) return `${text}, where the best fund has ${best.toFixed(2)}`;
  const way = `${(100 * closed).toFixed(1)}% of the way from the best single fund (${single.toFixed(2)})`;
  return `${text}, ${way} to the best ${k} (${best.toFixed(2)})`;
}

function distributionText({ distribution: { worst, percentile10, gini } }: Summary): string {
  const spread = gini === null ? "" : `, Gini coefficient ${gini.toFixed(3)}`;
  return `  worst agent ${worst.toFixed(2)}, 10th percentile ${percentile10.toFixed(2)}${spread}`;
}

function cutShortLines({ cutShort }: Summary): string[] {
  if (cutShort === undefined || cutShort.episodes === 0) return [];
  const { episodes, steps } = cutShort;
  const which = episodes === 1 ? "1 episode was" : `${episodes} episodes were`;
  return [`  ${which} cut short after ${steps} steps (--max-episode-steps)`];
}

/** A sentence about the agents that opt out. */
function participationText(summary: Summary): string {
  const n = summary.assignment.length;
  const out = optedOut(summary);
  if (out.length === 0) return `all ${n} agents take part`;
  if (out.length === n) {
    return "no agent takes part: every agent's outside option is at least as good as its representative; lower --outside-option, or train for more --transitions";
  }
  const who = out.length <= MAX_LISTED ? `: agents ${out.join(", ")}` : "";
  return `${n - out.length} of ${n} agents take part; ${out.length} keep their outside option${who}`;
}

/** For each representative, the agents that it serves and that take part. */
function servedAgents(summary: Summary): number[][] {
  const out = new Set(optedOut(summary));
  const { assignment, utilities } = summary;
  return utilities.map((_, j) => [...assignment.keys()].filter((i) => assignment[i] === j && !out.has(i)));
}

/** Agents' numbers or, if there are many, the ranges of their parameters. */
function agentsText(summary: Summary, agents: readonly number[]): string {
  const { assignment, agentParameters, parameters } = summary;
  if (agents.length === 0) return "nobody";
  if (assignment.length <= MAX_LISTED) return `agents ${agents.join(", ")}`;
  const ranges = agentParameters[0].map((_, column) => {
    const values = agents.map((i) => agentParameters[i][column]);
    const { name, unit } = parameters?.[column] ?? { name: "parameter", unit: "" };
    const range = `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
    return readable(`${words(name)} ${range} ${unit}`.trimEnd());
  });
  const more = ranges.length - MAX_RANGES;
  return [...ranges.slice(0, MAX_RANGES), ...(more > 0 ? [`${more} more parameters`] : [])].join(", ");
}
