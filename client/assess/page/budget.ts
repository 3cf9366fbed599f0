import type { TopLevelSpec } from "vega-lite";
import type { Dossier } from "../../../approval/index.js";
import { escapeHtml } from "../../base/escape-html.js";
import { renderSvg } from "../../figures/rendering.js";
import type { Position } from "../../figures/spec-types.js";
import { INK } from "../../figures/theme.js";
import { type HtmlCell, htmlFigure, htmlTable } from "../../html/elements.js";
import { isExhaustive } from "../statistics/subsets.js";
import { intervalText, listText } from "./numbers.js";

/** The section about how many policies are needed: the best subsets by size. */
export async function budgetSection({ subsets, policies }: Dossier): Promise<string> {
  const k = policies.length;
  const greedy = subsets.some((_, m) => !isExhaustive(k, m + 1));
  const notes = [
    "Each agent has the best of the policies in the subset, whichever it was assigned in training. Subsets are chosen by the same episodes that measure them, so that numbers are rather too high than too low.",
    ...(greedy
      ? [
          "Where there are more than ten thousand subsets of a size, policies were added one by one; what such a subset gains over each agent's worst policy is at least 63 % of what the best one gains.",
        ]
      : []),
  ];
  return [
    htmlFigure(await renderSvg(budgetFigure(subsets)), "Welfare by the number of policies"),
    htmlTable(
      ["policies", "which", "welfare of all agents"],
      subsets.map(({ representatives, welfare }): HtmlCell[] => [
        { text: String(representatives.length) },
        { text: `${representatives.length === 1 ? "policy" : "policies"} ${listText(representatives)}` },
        { text: intervalText(welfare) },
      ]),
    ),
    `<p class="hint">${escapeHtml(notes.join(" "))}</p>`,
  ].join("\n");
}

function budgetFigure(subsets: Dossier["subsets"]): TopLevelSpec {
  const values = subsets.map(({ representatives, welfare }) => ({ m: representatives.length, ...welfare }));
  const ticks = values.length <= 12 ? { values: values.map(({ m }) => m) } : { tickMinStep: 1 };
  const x: Position = {
    field: "m",
    type: "quantitative",
    title: "number of policies",
    axis: { format: "d", grid: false, ...ticks },
    scale: { domain: [0.5, values.length + 0.5], nice: false, zero: false },
  };
  const y = {
    type: "quantitative",
    title: "welfare of all agents",
    scale: { zero: false, nice: true },
  } as const;
  return {
    width: 460,
    height: 220,
    data: { values },
    layer: [
      { mark: { type: "line", strokeWidth: 1.75, color: INK }, encoding: { x, y: { ...y, field: "mean" } } },
      {
        mark: { type: "rule", strokeWidth: 1.25, color: INK, aria: false },
        encoding: { x, y: { ...y, field: "lower" }, y2: { field: "upper" } },
      },
      {
        mark: { type: "point", size: 50, opacity: 1, filled: true, color: INK },
        encoding: { x, y: { ...y, field: "mean" } },
      },
    ],
  };
}
