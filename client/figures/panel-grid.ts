import type { TopLevelSpec } from "vega-lite";
import type { Panel } from "./spec-types.js";

/** What a figure of panels says above them. */
export interface FigureHeading {
  readonly title: string;
  /** At what budget it was made, say; a line each. */
  readonly notes: readonly string[];
}

/** Panels in rows. */
export function panelGrid(
  { title, notes }: FigureHeading,
  panels: readonly Panel[],
  columns: number,
): TopLevelSpec {
  return {
    title: { text: title, subtitle: [...notes] },
    columns,
    // Text is measured generously without a canvas: do not keep room for it.
    bounds: "flush",
    spacing: { column: 28, row: 64 },
    concat: [...panels],
    resolve: { scale: { color: "shared" } },
  };
}

/** A panel's own heading. */
export function panelTitle(text: string, ...lines: readonly string[]) {
  return { text, subtitle: [...lines], fontSize: 12, subtitleFontSize: 11, offset: 8 };
}
