import { describe, expect, it, vi } from "vitest";
import { compareAlgorithms } from "../../../../client/experiments/report/comparison.js";
import { formOf } from "../../../../client/experiments/report/forms.js";
import { experimentReport } from "../../../../client/experiments/report/report.js";
import { renderSvg } from "../../../../client/figures/rendering.js";
import { count, texts } from "../../figures/svg.js";
import { outcomesWith, smallGrid } from "../outcomes.js";

const grid = smallGrid(2);
const outcomes = outcomesWith(grid, { em: [84, 85], "end-to-end": ["<no> memory", null] });
const results = { grid, outcomes, comparisons: compareAlgorithms(grid, outcomes), parameters: new Map() };

describe("the figure of an experiment", () => {
  it("says at what budget it was made, and what is missing", async () => {
    const warn = vi.spyOn(console, "warn");
    const written = texts(await renderSvg(formOf(results).figure(results))).join(" ");
    expect(written).toContain("10,000 transitions per representative (1 % of the paper's 1,000,000)");
    expect(written).toContain("2 seeds (paper: 10)");
    expect(written).toContain("2 of 4 runs finished");
    expect(written).toContain("optimum for k = n: 93.6");
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("has a path map a budget in figure 1", async () => {
    const paths = {
      ...results,
      grid: { ...grid, definition: { ...grid.definition, figure: "paths" as const } },
    };
    const written = texts(await renderSvg(formOf(paths).figure(paths)));
    expect(written).toEqual(
      expect.arrayContaining(["em, k = 3", "welfare 84.0", "end-to-end, k = 3", "lost"]),
    );
  });
});

describe("experimentReport", async () => {
  const html = await experimentReport(
    results,
    await renderSvg(formOf(results).figure(results)),
    "caucus experiment x",
  );

  it("needs nothing else", () => {
    const outside = [...html.matchAll(/(?:src|href)="([^"#]*)"|url\((?!#)|@import|<script/g)];
    expect(outside).toEqual([]);
  });

  it("has the figure, and curves and paths of every run", () => {
    expect(count(html, "<svg ")).toBe(3);
    for (const { run } of outcomes) {
      expect(html).toContain(`<td>${run.name}</td>`);
      expect(html).toContain(`>${run.algorithm}, seed ${run.seed}<`);
    }
  });

  it("names what is lost and unfinished, as text", () => {
    expect(html).toContain("Failed: resource-gathering-end-to-end-k3-n25-seed0 (&lt;no&gt; memory)");
    expect(html).toContain("Unfinished: resource-gathering-end-to-end-k3-n25-seed1");
    expect(html).not.toContain("<no>");
  });

  it("is well-formed", () => {
    for (const tag of ["table", "tr", "td", "th", "figure", "details", "ul", "li", "svg", "strong"]) {
      const opened = html.match(new RegExp(`<${tag}[ >]`, "g"))?.length;
      expect([tag, opened]).toEqual([tag, count(html, `</${tag}>`)]);
    }
  });
});
