import { describe, expect, it } from "vitest";
import { type Dossier, dossierSchema } from "../../../../approval/index.js";
import { dossierPage } from "../../../../client/assess/page/page.js";
import { exampleDossier, exampleMaterials, interval } from "./support.js";

const perturbation = (name: string, change: number): Dossier["robustness"][number] => ({
  ...{ name, kind: "action-noise", value: { size: change } },
  ...{ welfare: interval(79 + change), change: interval(change), changes: [interval(change), null] },
});

/** What is to be read on a page. */
const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");

it("the example is a dossier", () => {
  expect(dossierSchema.parse(exampleDossier())).toEqual(exampleDossier());
});

describe("dossierPage", () => {
  it("needs nothing but itself", async () => {
    const html = await dossierPage(exampleMaterials());
    expect(html).not.toMatch(/(src|href)="(?!#|data:)|@import|url\(/);
    expect(html.startsWith("<!doctype html>")).toBe(true);
  });

  it("escapes everything that comes from elsewhere", async () => {
    const html = await dossierPage(exampleMaterials());
    expect(html).not.toContain("<script>");
    expect(html).not.toContain("<b>run");
    expect(html).toContain("hopper&lt;script&gt;");
  });

  it("has a section for each question, and links that lead somewhere", async () => {
    const html = await dossierPage(exampleMaterials());
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(9);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids).toContain("policy-2");
  });

  it("says in how many steps policies were trained and, in a revision, which ones", async () => {
    const { run } = exampleDossier();
    const steps = `in ${run.transitions.toLocaleString("en")} steps each`;
    expect(textOf(await dossierPage(exampleMaterials()))).toContain(`, trained ${steps}. Agents differ in`);
    const revised = { ...run, config: { ...run.config, revisions: [1, 0] } };
    expect(textOf(await dossierPage(exampleMaterials({ run: revised })))).toContain(
      `, of which a revision trained policy 1 anew ${steps} and left policy 2 as before. Agents differ in`,
    );
  });

  it("says first how many requirements are met", async () => {
    const requirement = (status: "met" | "not met" | "undecided", text: string) => ({
      ...{ text, status, episodes: 40, method: "exact" as const },
      interval: status === "undecided" ? null : { mean: 0.25, lower: 0.125, upper: 0.5 },
    });
    const requirements = [
      requirement("met", "falls <= 60% at 95%"),
      requirement("not met", "welfare >= 90 at 95%"),
      requirement("undecided", "worst_agent >= 1 at 95% for policy 2"),
    ];
    const text = textOf(await dossierPage(exampleMaterials({ requirements })));
    expect(text).toContain("1 of 3 requirements met, 1 not met, 1 undecided.");
    expect(text).toContain("met falls &lt;= 60% at 95% 25.0 % (12.5 to 50.0) 40 any outcomes");
    expect(text).toContain("undecided worst_agent &gt;= 1 at 95% for policy 2 not measured");
  });

  it("says that nothing says what is good enough, where there are no requirements", async () => {
    expect(textOf(await dossierPage(exampleMaterials()))).toContain("No requirements were given");
  });

  it("says whom a policy serves and how its episodes ended", async () => {
    const text = textOf(await dossierPage(exampleMaterials()));
    expect(text).toContain("It serves 2 agents (67 %): target velocity 0.50 to 2.25 m/s.");
    expect(text).toContain("It serves 1 agent (33 %): target velocity 3.75 m/s.");
    expect(text).toContain(
      "Of 30 episodes, 2 ended in the environment's own way, such as by a fall or by arriving, 28 reached the environment's limit of steps; they took 97.5 steps on average.",
    );
  });

  it("names the worst case first", async () => {
    const robustness = [perturbation("a breeze", -2), perturbation("a storm", -30), perturbation("calm", 5)];
    const text = textOf(await dossierPage(exampleMaterials({ robustness })));
    expect(text).toContain("Worst case: with a storm, welfare is 49.0 (48.0 to 50.0) instead of 79.0.");
    expect(text).toContain("With calm, welfare is higher, 84.0 (83.0 to 85.0) instead of 79.0");
    expect(text).toContain(
      "3 ways in which the environment may differ from training were tried, one at a time; 2 of them lower welfare.",
    );
    expect(text.indexOf("a storm 49.0")).toBeLessThan(text.indexOf("a breeze 77.0"));
  });

  it("tells what a reviewer should look at first", async () => {
    const [first, second] = exampleDossier().policies;
    const policies = [
      { ...first, lostWithout: interval(0.5), gainOverNextBest: interval(-4) },
      { ...second, agents: [], welfare: null, ranges: null, gainOverOutside: null },
    ];
    const text = textOf(await dossierPage(exampleMaterials({ policies })));
    expect(text).toContain("Policy 2 serves nobody.");
    expect(text).toContain(
      "It is not shown that welfare would be lower without policy 1 (+0.50 (−0.50 to 1.50)).",
    );
    expect(text).toContain(
      "The agents of policy 1 would be better served by other policies, by 4.00 on average.",
    );
  });

  it("tells what was not tested", async () => {
    const text = textOf(await dossierPage({ ...exampleMaterials(), leftOut: [3, 4] }));
    expect(text).toContain("2 components of observations being stuck: 3 and 4.");
    expect(text).toContain("Agents that nobody trained for.");
    expect(text).toContain("Any perturbation.");
  });

  it("has no episodes to watch where nothing is drawn", async () => {
    expect(await dossierPage(exampleMaterials())).not.toContain("<iframe");
  });
});
