import type { Config } from "vega-lite";

/** The first is the one that PNGs are set in. */
export const FONT = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

export const INK = "#2b2f36";
export const FAINT_INK = "#6b7280";
export const GRID_LINE = "#e5e7eb";

/** How all figures look. */
export const THEME: Config = {
  font: FONT,
  background: "white",
  padding: 16,
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "group",
    color: INK,
    fontSize: 15,
    subtitleColor: FAINT_INK,
    subtitleFontSize: 12,
    subtitlePadding: 5,
    offset: 14,
  },
  axis: {
    labelColor: INK,
    labelFontSize: 11,
    titleColor: INK,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 10,
    gridColor: GRID_LINE,
    domainColor: FAINT_INK,
    tickColor: FAINT_INK,
  },
  legend: {
    labelColor: INK,
    labelFontSize: 11,
    titleColor: INK,
    titleFontSize: 12,
    titleFontWeight: "normal",
    symbolType: "square",
    symbolSize: 130,
    symbolOpacity: 1,
    symbolStrokeWidth: 0,
  },
};
