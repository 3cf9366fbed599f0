import { escapeHtml } from "../../base/escape-html.js";
import { htmlPage } from "../../html/page.js";
import { budgetSection } from "./budget.js";
import { coverageSection } from "./coverage.js";
import { glossarySection } from "./glossary.js";
import type { PageMaterials } from "./materials.js";
import { policySection } from "./policy-section.js";
import { reproduceSection } from "./reproduce.js";
import { robustnessSection } from "./robustness.js";
import { DOSSIER_STYLE } from "./style.js";
import { summarySection } from "./summary.js";
import { testedSection } from "./tested.js";

/** A dossier as a page for reviewers who know nothing of reinforcement learning; it needs no other file. */
export async function dossierPage(materials: PageMaterials): Promise<string> {
  const { dossier } = materials;
  const policies = [];
  for (const policy of dossier.policies) policies.push(await policySection(materials, policy));
  const sections: [id: string, title: string, body: string][] = [
    ["summary", "Summary", summarySection(materials)],
    ["policies", "Each policy", policies.join("\n")],
    ["budget", "How many policies are needed", await budgetSection(dossier)],
    ["robustness", "What if the environment differs", robustnessSection(dossier)],
    ["coverage", "Who is served well, and who is not", await coverageSection(dossier)],
    ["tested", "What was tested, and what was not", testedSection(materials)],
    ["reproduce", "How to check it", reproduceSection(dossier)],
    ["glossary", "Words", glossarySection()],
  ];
  const title = `Policies for ${dossier.environment.id}: dossier for review`;
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<nav aria-label="Sections">${sections.map(([id, name]) => `<a href="#${id}">${name}</a>`).join("\n")}</nav>`,
    ...sections.map(
      ([id, name, content]) => `<section id="${id}">\n<h2>${name}</h2>\n${content}\n</section>`,
    ),
  ];
  return htmlPage(title, body.join("\n"), DOSSIER_STYLE);
}
