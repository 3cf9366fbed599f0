import { escapeHtml } from "../../base/escape-html.js";
import { representativeColors } from "../../figures/palette.js";
import { pathMap } from "../../figures/path-map.js";
import { renderSvg } from "../../figures/rendering.js";
import { isResourceGathering } from "../../figures/run.js";
import { traceWalk } from "../../figures/walk.js";
import { htmlFigure } from "../../html/elements.js";
import { createPage, createPicture, marksLegend } from "../../replay/page.js";
import type { Replay } from "../../replay/replay.js";
import type { PageMaterials } from "./materials.js";

const MAP_LEGEND =
  "The dark square is where the policy is, shaded tiles were visited, and the yellow one is home. Tiles are numbered row by row from the top, 5 in a row, from 0.";
/** Pictures of an episode in a row. */
const STILLS = 3;
/** Characters of a replay's page up to which it is part of the dossier's page. */
const LARGEST_REPLAY = 2 ** 22;

/** Pictures of a policy's episode, and the episode to watch; empty if the environment draws nothing. */
export async function episodePictures({ dossier, replays }: PageMaterials, j: number): Promise<string> {
  const replay = replays.get(j);
  if (replay === undefined) return "";
  const legend = isResourceGathering(dossier.environment.id) ? MAP_LEGEND : marksLegend(replay);
  const hint = legend === "" ? "" : `<p class="hint">${escapeHtml(legend)}</p>`;
  return `${await stills(replay)}${hint}\n${await player(replay)}`;
}

/** A policy's path where there is a map; otherwise empty. */
export async function pathFigure({ dossier, trajectories }: PageMaterials, j: number): Promise<string> {
  const { environment, policies, agents } = dossier;
  const positions = trajectories[j]?.position;
  if (!isResourceGathering(environment.id) || positions === undefined) return "";
  const { agents: own, welfare } = policies[j];
  const svg = await renderSvg(
    pathMap({
      representative: j + 1,
      walk: traceWalk(positions),
      tiles: own.map((i) => agents.parameters[i][0]),
      agents: own.length,
      welfare: welfare === null ? null : welfare.mean.mean,
      color: representativeColors(policies.length)[j],
    }) as Parameters<typeof renderSvg>[0],
  );
  return htmlFigure(svg, `The path of policy ${j + 1}, with the tiles of its agents`);
}

/** Pictures of the beginning, the middle and the end of an episode. */
async function stills(replay: Replay): Promise<string> {
  const last = replay.numSteps - 1;
  const steps = [...new Set(Array.from({ length: STILLS }, (_, i) => Math.round((i * last) / (STILLS - 1))))];
  const images = await Promise.all(
    steps.map(async (t) => {
      const data = Buffer.from(await createPicture(replay, t)).toString("base64");
      const text = escapeHtml(`${replay.title}, step ${t + 1} of ${replay.numSteps}`);
      return `<img src="data:image/svg+xml;base64,${data}" alt="${text}">`;
    }),
  );
  return `<div class="stills">${images.join("")}</div>`;
}

/** The replay's own page, within this one. */
async function player(replay: Replay): Promise<string> {
  const page = await createPage(replay);
  if (page.length > LARGEST_REPLAY) return "";
  const title = escapeHtml(replay.title);
  return `<details class="player"><summary>Watch the episode</summary><iframe title="${title}" loading="lazy" sandbox="allow-scripts" srcdoc="${escapeHtml(page)}"></iframe></details>`;
}
