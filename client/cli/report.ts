import { clusterSizes } from "../ops/assignment.js";
import type { CommitteeSummary, Estimate, Summary } from "../run/records.js";
import { unseenLines } from "./unseen-lines.js";

/** Agents listed by name; beyond, they are counted. */
const MAX_LISTED = 40;

/** What a run came to, for a person. */
export function reportText(summary: Summary): string {
  const k = summary.utilities.length;
  const best = summary.bestKnownWelfare === null ? "" : ` (best known ${summary.bestKnownWelfare})`;
  const sizes = clusterSizes(Int32Array.from(summary.assignment), k);
  return [
    `${summary.environment}, ${summary.algorithm}, k = ${k}, n = ${summary.assignment.length}`,
    `welfare ${estimateText(summary.welfare)}${best}`,
    `  with sampled actions ${estimateText(summary.stochasticWelfare)}`,
    ...(summary.committee ? committeeLines(summary.committee, summary.assignment.length) : []),
    ...sizes.map((size, j) => `representative ${j + 1} serves ${size}: ${agentsText(summary, j)}`),
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

/** The agents of representative j: their numbers, or the range of their parameter where they are many. */
function agentsText({ assignment, agentParameters }: Summary, j: number): string {
  const agents = [...assignment.keys()].filter((i) => assignment[i] === j);
  if (agents.length === 0) return "nobody";
  if (assignment.length <= MAX_LISTED) return `agents ${agents.join(", ")}`;
  const first = agents.map((i) => agentParameters[i][0]);
  return `parameters ${Math.min(...first).toFixed(2)} to ${Math.max(...first).toFixed(2)}`;
}
