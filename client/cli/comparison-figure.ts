import { dirname } from "node:path";
import type { TopLevelSpec } from "vega-lite";
import { makeDirectory, writeFileWhole } from "../base/files.js";
import { comparedCurvesFigure } from "../figures/compared-curves.js";
import { renderPng, renderSvg } from "../figures/rendering.js";
import type { ComparedRun } from "../run/compared-run.js";
import { RunDirectoryError } from "../run/run-directory.js";
import { type Comparison, comparisonOf, type Setting } from "./comparison.js";

/**
 * Draws welfare over transitions, with a curve for each group. Runs whose welfare is not known yet are left out.
 * @param out - path of a .png or .svg file; its directory is made if it does not exist
 * @throws RunDirectoryError if there is nothing to draw
 */
export async function drawComparison(runs: readonly ComparedRun[], out: string): Promise<void> {
  const begun = runs.filter(({ metrics }) => metrics.some(({ welfare }) => welfare !== null));
  const figure = begun.length === 0 ? null : curvesOf(comparisonOf(begun));
  if (figure === null)
    throw new RunDirectoryError("compare: nothing to draw, since no run's welfare is known yet");
  const svg = await renderSvg(figure);
  await makeDirectory(dirname(out));
  await writeFileWhole(out, out.endsWith(".svg") ? svg : renderPng(svg));
}

function curvesOf(comparison: Comparison): TopLevelSpec | null {
  const curves = comparison.groups.map(({ name, runs }) => ({
    name,
    runs: runs.map(({ metrics }) => metrics),
  }));
  const bands = curves.some(({ runs }) => runs.length > 1) ? ["bands: a standard error over runs"] : [];
  const notes = [...sharedFacts(comparison), ...bands].join(", ");
  return comparedCurvesFigure({ title: "Welfare", notes: [notes] }, curves);
}

/** The most important settings that all runs share. */
function sharedFacts({ runs: [{ config }], differing }: Comparison): string[] {
  const facts: Partial<Record<Setting, string>> = {
    env: config.env,
    algorithm: config.algorithm,
    representatives: `k = ${config.representatives}`,
  };
  return Object.entries(facts).flatMap(([key, fact]) => (differing.includes(key as Setting) ? [] : [fact]));
}
