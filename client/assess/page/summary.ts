import type { Dossier } from "../../../approval/index.js";
import { countText } from "../../base/count-text.js";
import { escapeHtml } from "../../base/escape-html.js";
import { areTrained, type Revisions } from "../../base/revisions.js";
import { words } from "../../base/words.js";
import { type HtmlCell, htmlList, htmlTable } from "../../html/elements.js";
import { findings } from "./findings.js";
import type { PageMaterials } from "./materials.js";
import { hasNoWidth, intervalText, listText, numberText, shareText } from "./numbers.js";
import { whomText } from "./whom.js";

/** The first section: what was trained, for whom, which requirements are met, and what would be lost. */
export function summarySection({ dossier, spec }: PageMaterials): string {
  return [
    `<p class="lead">${escapeHtml(leadText(dossier))}</p>`,
    `<p>${escapeHtml(`${spec.description} ${scaleText(dossier)}`.trim())}</p>`,
    verdict(dossier),
    requirementsTable(dossier),
    "<h3>What to look at first</h3>",
    htmlList(findings(dossier), "findings"),
    "<h3>The policies, and what would be lost without each</h3>",
    policiesTable(dossier),
    `<p class="hint">${escapeHtml(intervalHint(dossier))}</p>`,
  ].join("\n");
}

function leadText({ policies, agents, environment, run }: Dossier): string {
  const differ = listText(environment.parameters.map(({ name }) => words(name)));
  const served = `${countText(agents.assignment.length, "agent")} in the environment ${environment.id}`;
  const trained = `${countText(policies.length, "policy", "policies")} for ${served}`;
  return `This dossier is about ${trained}, ${trainingText(run)}. Agents differ in ${differ || "nothing"}; each is served by one policy. You decide which policies may serve them.`;
}

/** In how many steps policies were trained; in a revision, which ones. */
function trainingText({ transitions, config }: Dossier["run"]): string {
  const steps = `in ${transitions.toLocaleString("en")} steps each`;
  const revisions = config.revisions as Revisions | null | undefined;
  if (revisions === null || revisions === undefined) return `trained ${steps}`;
  const numbers = [...revisions.keys()].map((j) => j + 1);
  const trained = areTrained(revisions);
  const [anew, kept] = [true, false].map((is) => numbers.filter((j) => trained[j - 1] === is));
  if (kept.length === 0) return `trained anew ${steps}`;
  const whom = (own: number[]) => `${own.length === 1 ? "policy" : "policies"} ${listText(own)}`;
  return `of which a revision trained ${whom(anew)} anew ${steps} and left ${whom(kept)} as before`;
}

function scaleText({ environment }: Dossier): string {
  const limit = environment.maxEpisodeSteps;
  const ends = limit === null ? "" : ` An episode has at most ${countText(limit, "step")}.`;
  return `An agent's return says how well an episode went for it; more is better.${ends}`;
}

/** How many requirements are met, in one line. */
function verdict({ requirements }: Dossier): string {
  const count = (status: string) => requirements.filter((one) => one.status === status).length;
  const [met, unmet, open] = ["met", "not met", "undecided"].map(count);
  if (requirements.length === 0)
    return `<p class="verdict undecided">No requirements were given, so nothing here says what is good enough.</p>`;
  const parts = [
    `${met} of ${countText(requirements.length, "requirement")} met`,
    ...(unmet === 0 ? [] : [`${unmet} not met`]),
    ...(open === 0 ? [] : [`${open} undecided`]),
  ];
  const status = unmet > 0 ? "unmet" : open > 0 ? "undecided" : "met";
  return `<p class="verdict ${status}">${escapeHtml(`${parts.join(", ")}.`)}</p>`;
}

function requirementsTable({ requirements }: Dossier): string {
  if (requirements.length === 0) return "";
  const rows = requirements.map(({ text, status, interval, episodes, method }): HtmlCell[] => [
    { text: status, mark: status === "not met" ? "unmet" : status },
    { text },
    { text: interval === null ? "not measured" : requirementText(text, interval) },
    { text: String(episodes) },
    { text: method === "exact" ? "any outcomes" : "many episodes" },
  ]);
  return htmlTable(["status", "requirement", "measured, with its interval", "episodes", "holds for"], rows);
}

/** Shares in per cent, as they are written in requirements. */
function requirementText(text: string, interval: Dossier["requirements"][number]["interval"]): string {
  if (!text.startsWith("falls")) return intervalText(interval!);
  const { mean, lower, upper } = interval!;
  return `${numberText(100 * mean)} % (${numberText(100 * lower)} to ${numberText(100 * upper)})`;
}

function policiesTable(dossier: Dossier): string {
  const { policies, agents } = dossier;
  const header = ["policy", "serves", "lost without it", "their welfare", "worst of them", "whom"];
  const rows = policies.map((policy): HtmlCell[] => [
    { text: `policy ${policy.representative}`, target: `policy-${policy.representative}` },
    {
      text: `${policy.agents.length} (${shareText(policy.agents.length, agents.assignment.length)})`,
    },
    { text: intervalText(policy.lostWithout), bold: policy.lostWithout.lower > 0 },
    { text: policy.welfare === null ? "–" : intervalText(policy.welfare.mean) },
    { text: policy.welfare === null ? "–" : intervalText(policy.welfare.worst) },
    { text: whomText(dossier, policy) },
  ]);
  const { welfare } = dossier;
  const all: HtmlCell[] = [
    { text: "all" },
    { text: String(agents.assignment.length) },
    { text: "" },
    { text: intervalText(welfare.mean) },
    { text: intervalText(welfare.worst) },
    { text: "everybody" },
  ];
  return htmlTable(header, [...rows, all]);
}

function intervalHint({ confidence, policies, welfare }: Dossier): string {
  const level = `${numberText(100 * confidence).replace(/\.0+$/, "")} %`;
  const lost =
    "“Lost without it” is welfare of all agents with all policies, less that without this one, when its agents go to their next best policy.";
  if (hasNoWidth(welfare.mean) && hasNoWidth(welfare.worst))
    return `${lost} All ${policies[0].episodes.number} episodes of each policy were the same, as nothing in the environment is left to chance, so numbers have no interval. Bold: above 0.`;
  return `${lost} In brackets: intervals that hold the true number with a confidence of ${level}, from ${countText(policies[0].episodes.number, "episode")} of each policy. Bold: shown to be above 0.`;
}
