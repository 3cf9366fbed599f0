import type { Dossier, DossierPolicy, Interval } from "../../../approval/index.js";
import { countText } from "../../base/count-text.js";
import { escapeHtml } from "../../base/escape-html.js";
import { type HtmlCell, htmlTable } from "../../html/elements.js";
import type { PageMaterials } from "./materials.js";
import { changeText, intervalText, numberText, shareText } from "./numbers.js";
import { episodePictures, pathFigure } from "./pictures.js";
import { whomText } from "./whom.js";

/** A section about one policy: whom it serves, how well, how its episodes ended, and what it looks like. */
export async function policySection(materials: PageMaterials, policy: DossierPolicy): Promise<string> {
  const { dossier } = materials;
  const { representative } = policy;
  return [
    `<section class="policy" id="policy-${representative}">`,
    `<h3>Policy ${representative}</h3>`,
    `<p>${escapeHtml(servesText(dossier, policy))} ${escapeHtml(endingsText(policy))}</p>`,
    `<div class="beside">${policyTable(dossier, policy)}${await pathFigure(materials, representative - 1)}</div>`,
    await episodePictures(materials, representative - 1),
    observationsTable(policy),
    `<p class="hint">File <code>${escapeHtml(policy.file)}</code>, ${policy.bytes.toLocaleString("en")} bytes, SHA-256 <code>${policy.sha256}</code></p>`,
    "</section>",
  ].join("\n");
}

function servesText(dossier: Dossier, policy: DossierPolicy): string {
  const { agents } = dossier;
  if (policy.agents.length === 0) return "It serves nobody.";
  const count = countText(policy.agents.length, "agent");
  const share = shareText(policy.agents.length, agents.assignment.length);
  return `It serves ${count} (${share}): ${whomText(dossier, policy)}.`;
}

/** How a policy's episodes ended, in words. */
export function endingsText({ episodes }: DossierPolicy): string {
  const { number, terminated, truncated, cutShort, meanLength } = episodes;
  const parts = [
    ...(terminated === 0
      ? []
      : [`${terminated} ended in the environment's own way, such as by a fall or by arriving`]),
    ...(truncated === 0 ? [] : [`${truncated} reached the environment's limit of steps`]),
    ...(cutShort === 0 ? [] : [`${cutShort} were cut short by the assessment`]),
  ];
  return `Of ${countText(number, "episode")}, ${parts.join(", ")}; they took ${numberText(meanLength)} steps on average.`;
}

function policyTable(dossier: Dossier, policy: DossierPolicy): string {
  const { welfare, gainOverNextBest, gainOverOutside, lostWithout } = policy;
  const worst = worstCaseOf(dossier, policy);
  const rows = [
    row("mean return of its agents", welfare?.mean),
    row("worst served of them", welfare?.worst),
    row("nine in ten of them have at least", welfare?.tenth),
    row("spread (standard deviation over agents)", welfare?.deviation),
    row("more than from their next best policy", gainOverNextBest, changeText),
    row("more than without service", gainOverOutside, changeText),
    row("welfare of all agents that is lost without it", lostWithout),
    row(`change of their return in the worst case, ${worst?.name}`, worst?.change, changeText),
  ];
  return htmlTable(["", "with its interval"], rows.flat());
}

/** @returns no row if there is no interval */
function row(what: string, interval: Interval | null | undefined, textOf = intervalText): HtmlCell[][] {
  return interval ? [[{ text: what }, { text: textOf(interval) }]] : [];
}

/** The perturbation that is worst for a policy's agents; undefined if there is none, or the policy serves nobody. */
function worstCaseOf({ robustness }: Dossier, { representative }: DossierPolicy) {
  return robustness
    .flatMap(({ name, changes }) => {
      const change = changes[representative - 1];
      return change === null ? [] : [{ name, change }];
    })
    .toSorted((a, b) => a.change.mean - b.change.mean)
    .at(0);
}

/** Number of components of observations up to which they are listed. */
const MOST_COMPONENTS = 200;

function observationsTable({ observations }: DossierPolicy): string {
  const rows = observations
    .slice(0, MOST_COMPONENTS)
    .map(({ minimum, maximum, mean, deviation }, c): HtmlCell[] =>
      [String(c), ...[minimum, maximum, mean, deviation].map(numberText)].map((text) => ({ text })),
    );
  const table = htmlTable(["component", "lowest", "highest", "mean", "deviation"], rows);
  const note = observations.length > MOST_COMPONENTS ? `<p class="hint">and others, in dossier.json</p>` : "";
  return `<details><summary>What it observed</summary>${table}${note}</details>`;
}
