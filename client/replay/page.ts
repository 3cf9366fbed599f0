import { readFile } from "node:fs/promises";
import { escapeHtml } from "../base/escape-html.js";
import { drawPicture, pictureHeight } from "./drawing/picture.js";
import { SIDE_VIEW, WIDTH } from "./drawing/scene.js";
import type { Replay } from "./replay.js";

/** The player and what it imports, which the build makes one script. */
const SCRIPT = new URL("./page/bundle.js", import.meta.url);
const PICTURE_STYLE = new URL("./page/picture.css", import.meta.url);
const PAGE_STYLE = new URL("./page/page.css", import.meta.url);

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4];

/** A page that plays a replay: one HTML file, which needs no network. */
export async function createPage(replay: Replay): Promise<string> {
  const [pageStyle, pictureStyle, script] = await Promise.all(
    [PAGE_STYLE, PICTURE_STYLE, SCRIPT].map((url) => readFile(url, "utf8")),
  );
  // Escapes "<", so that the data cannot contain "</script>".
  const data = JSON.stringify(replay).replaceAll("<", "\\u003c");
  const title = escapeHtml(replay.title);
  const options = SPEEDS.map(
    (speed) => `<option value="${speed}"${speed === 1 ? " selected" : ""}>× ${speed}</option>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${pageStyle}${pictureStyle}</style>
</head>
<body>
<h1>${title}</h1>
<svg id="picture" role="img" aria-label="${title}" viewBox="0 0 ${WIDTH} ${pictureHeight(replay)}"></svg>
<div class="controls">
<button id="play" type="button">Play</button>
<input id="step" type="range" min="1" max="${replay.numSteps}" value="1" aria-label="Step">
<select id="speed" aria-label="Speed">${options.join("")}</select>
<button id="side" type="button">Side view</button>
</div>
<p>${legend(replay)}</p>
<script type="application/json" id="replay">${data}</script>
<script type="module">
${script}</script>
</body>
</html>
`;
}

/** The picture of step t, from 0, as an SVG of its own. */
export async function createPicture(replay: Replay, t: number): Promise<string> {
  const style = await readFile(PICTURE_STYLE, "utf8");
  const height = pictureHeight(replay);
  const size = `width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`;
  const paper = `<rect width="${WIDTH}" height="${height}" fill="white"/>`;
  const content = drawPicture(replay, t, SIDE_VIEW);
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><style>${style}</style>${paper}${content}</svg>`;
}

function legend(replay: Replay): string {
  return `${replay.scene ? "Drag the picture to turn it. " : ""}${marksLegend(replay)}`;
}

/** Says what the marks below a picture are; empty if there are none. */
export function marksLegend({ velocities }: Replay): string {
  if (velocities === null) return "";
  return "Each mark is an agent at the velocity it wants, blue if this representative serves it; marks rise with the reward of the step. The red triangle is the velocity now.";
}
