import { createRequire } from "node:module";
import { Resvg, type ResvgRenderOptions } from "@resvg/resvg-js";
import { Error as LogErrors, type Padding, parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { THEME } from "./theme.js";

/** Pixels of the PNG per pixel of the SVG. */
const ZOOM = 2;

const { resolve } = createRequire(import.meta.url);
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) =>
  resolve(`dejavu-fonts-ttf/ttf/${name}`),
);

/** Fonts from a package, since the machine may have none. */
const FONT: ResvgRenderOptions["font"] = {
  loadSystemFonts: false,
  fontFiles: FONT_FILES,
  defaultFontFamily: "DejaVu Sans",
};

/** @returns an SVG document */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec, { config: THEME }).spec), {
    renderer: "none",
    logLevel: LogErrors,
  });
  try {
    await fitWidth(view);
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

export function renderPng(svg: string): Buffer {
  return new Resvg(svg, { font: FONT, fitTo: { mode: "zoom", value: ZOOM } }).render().asPng();
}

/** Shrinks a figure to the width of its content, since Vega reserves too much space for text without a canvas. */
async function fitWidth(view: View): Promise<void> {
  const background = view.background();
  const content = new Resvg(await view.background("none").toSVG(), { font: FONT });
  view.background(background);
  const box = content.getBBox();
  if (box === undefined) return;
  const { left, right, top, bottom } = view.padding() as Exclude<Padding, number>;
  const unused = content.width - Math.ceil(box.x + box.width) - right!;
  view.padding({ left, right: right! - unused, top, bottom });
}
