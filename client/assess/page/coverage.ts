import type { TopLevelSpec } from "vega-lite";
import type { Dossier } from "../../../approval/index.js";
import { countText } from "../../base/count-text.js";
import { escapeHtml } from "../../base/escape-html.js";
import { representativeColor } from "../../figures/palette.js";
import { renderSvg } from "../../figures/rendering.js";
import { labelOf } from "../../figures/run.js";
import { type HtmlCell, htmlFigure, htmlTable } from "../../html/elements.js";
import { everyone } from "../evidence/coverage.js";
import { intervalText, numberText, parameterText } from "./numbers.js";

/** Agents in the figure; of more, some are left out at even distances. */
const MOST_POINTS = 2000;
/** Rows of the table of the worst served. */
const MOST_ROWS = 20;

/** The section about who is served well, and who is not. */
export async function coverageSection(dossier: Dossier): Promise<string> {
  const { coverage } = dossier;
  return [
    `<p>${escapeHtml(unseenText(dossier))}</p>`,
    ...(dossier.environment.parameters.length === 0
      ? []
      : [htmlFigure(await renderSvg(coverageFigure(dossier)), "What each agent has, by what it wants")]),
    `<h3>The tenth that is served worst</h3>`,
    worstTable(dossier, coverage.worstServed.slice(0, MOST_ROWS)),
    ...(coverage.worstServed.length > MOST_ROWS
      ? [`<p class="hint">${coverage.worstServed.length - MOST_ROWS} others are in dossier.json.</p>`]
      : []),
  ].join("\n");
}

function unseenText({ coverage: { unseen }, welfare }: Dossier): string {
  if (unseen === null)
    return "No agents but those that the policies were trained for were looked at (--test-agents).";
  const count = countText(unseen.parameters.length, "agent");
  return `${count} that nobody trained for have ${intervalText(unseen.welfare.mean)} on average if each has its best policy, and at worst ${intervalText(unseen.welfare.worst)}; those who were trained for have ${intervalText(welfare.mean)}.`;
}

function worstTable(
  { environment: { parameters } }: Dossier,
  worst: Dossier["coverage"]["worstServed"],
): string {
  const rows = worst.map((agent): HtmlCell[] => [
    ...agent.parameters.map((value) => ({ text: parameterText(value) })),
    { text: numberText(agent.return) },
    { text: `policy ${agent.representative}`, target: `policy-${agent.representative}` },
    { text: agent.unseen ? "no" : "yes" },
  ]);
  return htmlTable([...parameters.map(labelOf), "return", "served by", "trained for"], rows);
}

/** Returns over the first parameter of agents, with another shape where nobody trained for them. */
function coverageFigure({ environment, agents, policies, coverage: { unseen } }: Dossier): TopLevelSpec {
  const all = everyone(agents, unseen);
  const every = Math.ceil(all.length / MOST_POINTS);
  const shown = all.filter((_, i) => i % every === 0);
  const values = shown.map(({ parameters, return: own, representative, unseen: isUnseen }) => ({
    x: parameters[0],
    own,
    representative,
    kind: isUnseen ? "no" : "yes",
  }));
  return {
    width: 520,
    height: 220,
    data: { values },
    mark: { type: "point", size: 55, filled: true, opacity: 0.85 },
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        title: labelOf(environment.parameters[0]),
        scale: { zero: false },
      },
      y: { field: "own", type: "quantitative", title: "return" },
      color: representativeColor(policies.length),
      ...(unseen === null
        ? {}
        : {
            shape: {
              field: "kind",
              type: "nominal",
              scale: { domain: ["yes", "no"], range: ["circle", "diamond"] },
              legend: { title: "trained for" },
            } as const,
          }),
    },
  };
}
