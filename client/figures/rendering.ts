import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import { Error as LogErrors, parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { THEME } from "./theme.js";

/** Pixels of the PNG for one of the SVG. */
const ZOOM = 2;

const { resolve } = createRequire(import.meta.url);
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) =>
  resolve(`dejavu-fonts-ttf/ttf/${name}`),
);

/** @returns an SVG document */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec, { config: THEME }).spec), {
    renderer: "none",
    logLevel: LogErrors,
  });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Fonts come with a package: the machine may have none. */
export function renderPng(svg: string): Buffer {
  const font = { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: "DejaVu Sans" };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: ZOOM } }).render().asPng();
}
