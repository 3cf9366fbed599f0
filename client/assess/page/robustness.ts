import type { Dossier, Perturbation } from "../../../approval/index.js";
import { escapeHtml } from "../../base/escape-html.js";
import { type HtmlCell, htmlTable } from "../../html/elements.js";
import { worstCase } from "./findings.js";
import { changeText, intervalText } from "./numbers.js";

/** Rows that are shown at once; the others unfold. */
const MOST_ROWS = 12;
/** Number of policies up to which each has a column. */
const MOST_COLUMNS = 6;

/** The section about perturbations, the worst first. */
export function robustnessSection(dossier: Dossier): string {
  const { robustness, policies } = dossier;
  if (robustness.length === 0) return "<p>Nothing was perturbed.</p>";
  const worst = worstCase(robustness)!;
  const sorted = robustness.toSorted((a, b) => a.change.mean - b.change.mean);
  const columns = policies.length <= MOST_COLUMNS ? policies.map(({ representative }) => representative) : [];
  const table = (rows: readonly Perturbation[]) =>
    htmlTable(
      ["perturbation", "welfare", "change", ...columns.map((j) => `policy ${j}`)],
      rows.map((row) => cells(row, columns, row === worst)),
    );
  const rest = sorted.slice(MOST_ROWS);
  return [
    `<p>${escapeHtml(leadText(dossier, worst))}</p>`,
    table(sorted.slice(0, MOST_ROWS)),
    ...(rest.length === 0
      ? []
      : [`<details><summary>${rest.length} others, with less effect</summary>${table(rest)}</details>`]),
    `<p class="hint">Changes are of welfare, and of the mean return of each policy's agents, against the unperturbed episodes with the same seeds. Noise on observations is in units of how much each component varied; noise on actions in units of half an action's range or, for actions that are one of several, the share that is random.</p>`,
  ].join("\n");
}

function leadText({ robustness, welfare }: Dossier, worst: Perturbation): string {
  const harmful = robustness.filter(({ change }) => change.upper < 0).length;
  const episodes = `${robustness.length} ways in which the environment may differ from training were tried, one at a time; ${harmful} of them ${harmful === 1 ? "lowers" : "lower"} welfare.`;
  if (harmful === 0) return `${episodes} Welfare unperturbed is ${intervalText(welfare.mean)}.`;
  return `${episodes} The worst is ${worst.name}: welfare is then ${intervalText(worst.welfare)}, against ${intervalText(welfare.mean)} unperturbed.`;
}

function cells(
  { name, welfare, change, changes }: Perturbation,
  columns: readonly number[],
  bold: boolean,
): HtmlCell[] {
  return [
    { text: name, bold },
    { text: intervalText(welfare) },
    { text: changeText(change), bold: change.upper < 0 },
    ...columns.map((j) => {
      const own = changes[j - 1];
      return { text: own === null ? "–" : changeText({ ...own, lower: own.mean, upper: own.mean }) };
    }),
  ];
}
