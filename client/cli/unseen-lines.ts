import type { UnseenResults } from "../assignment/unseen/results.js";
import type { ServedAgents } from "../assignment/unseen/served.js";

/** The results for test agents as text for people. */
export function unseenLines({
  agentParameters,
  episodes,
  accuracy,
  zeroShot,
  fewShot,
  bestOfK,
}: UnseenResults): string[] {
  const line = (name: string, served: ServedAgents) => `  ${name}: ${servedText(served, accuracy)}`;
  return [
    `${agentParameters.length} test agents, over ${episodes} episodes of each policy:`,
    line("zero-shot", zeroShot),
    ...fewShot.map((choice) => line(`few-shot, after ${choice.episodes} each`, choice)),
    line("best of all policies", bestOfK),
  ];
}

/** Mean and standard error over agents as text. */
function servedText({ mean, standardError, nearBest }: ServedAgents, accuracy: number | null): string {
  const error = standardError === null ? "" : ` ± ${standardError.toFixed(2)}`;
  const share =
    nearBest === null ? "" : `; ${(100 * nearBest).toFixed(0)} % within ${accuracy} of the best of all`;
  return `${mean.toFixed(2)}${error}${share}`;
}
