import type { Replay } from "../replay.js";
import { drawAgents, STRIP_HEIGHT } from "./agents.js";
import { type Camera, drawScene, SCENE_HEIGHT, WIDTH } from "./scene.js";

// This code runs in Node and, inlined, in the page, so it may depend on neither.

const PICTURE_SIDE = 216;
/** Up to this many agents are named; more are counted. */
const MAX_NAMED = 32;
const PER_LINE = 8;
/** Largest number of served agents whose wishes are listed. */
const MAX_WISHES = 5;

/** Height of the whole picture. */
export function pictureHeight(replay: Replay): number {
  return SCENE_HEIGHT + (hasAxis(replay) ? STRIP_HEIGHT : 0);
}

/** @returns the elements of an SVG of WIDTH × pictureHeight, at step t from 0 */
export function drawPicture(replay: Replay, t: number, camera: Camera): string {
  const { scene, pictures } = replay;
  const clip = `<clipPath id="scene"><rect width="${WIDTH}" height="${SCENE_HEIGHT}"/></clipPath>`;
  const background = `<rect width="${WIDTH}" height="${SCENE_HEIGHT}" fill="#f4f7fa"/>`;
  const content = scene ? drawScene(scene, t, camera) : drawFrame(pictures![t]);
  const strip = hasAxis(replay)
    ? `<g transform="translate(0 ${SCENE_HEIGHT})">${drawAgents(replay, t)}</g>`
    : "";
  return `${clip}<g clip-path="url(#scene)">${background}${content}</g>${caption(replay, t)}${strip}`;
}

/** Whether agents' wishes and the robot's velocity fit on one axis. */
function hasAxis({ velocities, agents }: Replay): boolean {
  return velocities !== null && agents.parameter === "target velocity";
}

function drawFrame(url: string): string {
  const x = WIDTH - PICTURE_SIDE - (SCENE_HEIGHT - PICTURE_SIDE) / 2;
  const y = (SCENE_HEIGHT - PICTURE_SIDE) / 2;
  return `<image x="${x}" y="${y}" width="${PICTURE_SIDE}" height="${PICTURE_SIDE}" href="${url}"/>`;
}

/** The caption: the time in the episode, and the agents served. */
function caption(replay: Replay, t: number): string {
  const { dt, velocities, agents, served, welfare } = replay;
  const step = `step ${t + 1} of ${replay.numSteps}`;
  const now = served[t].map(([i]) => i).filter((i) => agents.own.includes(i));
  const lines = [
    dt === 0 ? step : `${((t + 1) * dt).toFixed(2)} s`,
    ...(velocities === null ? [] : [`${velocities[t].toFixed(2)} m/s`]),
    agents.own.length === 0
      ? "serves nobody"
      : `serves ${now.length} of its ${agents.own.length} agents now${wishes(replay, now)}`,
    ...(welfare === null ? [] : [`their mean return so far: ${welfare[t].toFixed(2)}`]),
    ...(hasAxis(replay) ? [] : namedAgents(replay)),
  ];
  return lines.map((line, i) => `<text x="12" y="${22 + 17 * i}">${line}</text>`).join("");
}

/** The wishes of some agents, or their range if there are many. */
function wishes({ agents: { values, unit } }: Replay, some: readonly number[]): string {
  if (unit === "" || some.length === 0) return "";
  const wanted = some.map((i) => values[i]).sort((a, b) => a - b);
  const texts = wanted.map((value) => value.toFixed(2));
  const text = texts.length > MAX_WISHES ? `${texts[0]} to ${texts[texts.length - 1]}` : texts.join(", ");
  return ` (${text} ${unit})`;
}

/** The wishes of the representative's agents, a few per line. */
function namedAgents({ agents: { parameter, values, own } }: Replay): string[] {
  if (own.length === 0 || own.length > MAX_NAMED) return [];
  const lines = Array.from({ length: Math.ceil(own.length / PER_LINE) }, (_, i) => {
    const some = own.slice(i * PER_LINE, (i + 1) * PER_LINE);
    return some.map((agent) => values[agent]).join(", ");
  });
  return [`their ${parameter}${own.length === 1 ? "" : "s"}:`, ...lines];
}
