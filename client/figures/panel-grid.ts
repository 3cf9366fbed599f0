import type { TopLevelSpec } from "vega-lite";
import type { Panel } from "./spec-types.js";

/** Heading of a figure of panels. */
export interface FigureHeading {
  readonly title: string;
  /** Notes, such as the budget. */
  readonly notes: readonly string[];
}

/** Pixels between panels: room for their axes, which maps do not have. */
const SPACING = { column: 28, row: 64 } as const;
const SPACING_WITH_AXES = { column: 84, row: 112 } as const;

/** Characters of a line below a title. */
const MAX_LINE = 90;

/** Panels in rows. */
export function panelGrid(
  { title, notes }: FigureHeading,
  panels: readonly Panel[],
  columns: number,
  { withAxes }: { readonly withAxes: boolean },
): TopLevelSpec {
  return {
    title: { text: title, subtitle: wrapNotes(notes) },
    columns,
    // Without a canvas, Vega overestimates the width of text, so no space is reserved for it.
    bounds: "flush",
    spacing: withAxes ? SPACING_WITH_AXES : SPACING,
    concat: [...panels],
    resolve: { scale: { color: "shared" } },
  };
}

/** Joins notes to lines of limited length. */
function wrapNotes(notes: readonly string[]): string[] {
  const lines: string[] = [];
  for (const note of notes) {
    const longer = lines.length === 0 ? note : `${lines.at(-1)}, ${note}`;
    if (lines.length > 0 && longer.length <= MAX_LINE) lines[lines.length - 1] = longer;
    else lines.push(note);
  }
  return lines;
}

/** A panel's own heading. */
export function panelTitle(text: string, ...lines: readonly string[]) {
  return { text, subtitle: [...lines], fontSize: 12, subtitleFontSize: 11, offset: 8 };
}
