import { join } from "node:path";
import { makeDirectory, writeFileWhole } from "../base/files.js";
import { assignmentFigure } from "./assignment.js";
import { committeeFigure } from "./committee.js";
import { histogramFigure } from "./histogram.js";
import { pathsFigure } from "./paths.js";
import { renderPng, renderSvg } from "./rendering.js";
import type { FigureRun } from "./run.js";
import { welfareFigure } from "./welfare.js";

/** File name → function that makes the figure, most interesting first; it returns null if there is nothing to show. */
const FIGURES = {
  paths: pathsFigure,
  histogram: histogramFigure,
  committee: committeeFigure,
  welfare: welfareFigure,
  assignment: assignmentFigure,
} as const;

/**
 * Draws a run as SVG and PNG.
 * @param directory - made if it does not exist
 * @returns the files written, most interesting first, each PNG before its SVG
 */
export async function drawFigures(run: FigureRun, directory: string): Promise<string[]> {
  await makeDirectory(directory);
  const files: string[] = [];
  for (const [name, figure] of Object.entries(FIGURES)) {
    const spec = figure(run);
    if (spec === null) continue;
    const svg = await renderSvg(spec);
    const [pngFile, svgFile] = [join(directory, `${name}.png`), join(directory, `${name}.svg`)];
    await Promise.all([writeFileWhole(pngFile, renderPng(svg)), writeFileWhole(svgFile, svg)]);
    files.push(pngFile, svgFile);
  }
  return files;
}
