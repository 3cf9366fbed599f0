import { join } from "node:path";
import type { Dossier, Interval } from "../../approval/index.js";
import { countText } from "../base/count-text.js";

/** An assessment in a few lines, for a terminal. */
export function assessmentText(dossier: Dossier, out: string): string {
  const { policies, agents, welfare, robustness } = dossier;
  const worstCase = robustness.toSorted((a, b) => a.change.mean - b.change.mean).at(0);
  return [
    `${policies.length} policies for ${agents.assignment.length} agents: welfare ${intervalText(welfare.mean)}, worst agent ${intervalText(welfare.worst)}`,
    ...policies.map(
      ({ representative, agents: own, lostWithout }) =>
        `  policy ${representative}: serves ${own.length}, lost without it ${intervalText(lostWithout)}`,
    ),
    ...(worstCase === undefined
      ? []
      : [
          `worst case of ${robustness.length}: ${worstCase.name}, welfare ${intervalText(worstCase.welfare)}`,
        ]),
    ...dossier.requirements.map(
      ({ status, text, episodes }) => `${status}: ${text} (${countText(episodes, "episode")})`,
    ),
    join(out, "dossier.html"),
  ].join("\n");
}

/** For example "81.20 (80.10 to 82.30)". */
function intervalText({ mean, lower, upper }: Interval): string {
  return `${mean.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
}
