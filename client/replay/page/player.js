// Plays a replay in its page. The build makes one script of this file and what it imports.
import { drawPicture } from "../drawing/picture.js";
import { SIDE_VIEW } from "../drawing/scene.js";

/** Steps per second if time has no unit. */
const UNTIMED_RATE = 4;
/** Radians per pixel of dragging. */
const TURN = 0.008;
/** Limit of the azimuth, since the floor is drawn only from the front. */
const MAX_AZIMUTH = 1.3;
const MAX_ELEVATION = 1.3;

const element = (id) => document.getElementById(id);
const [picture, play, slider, speed, side] = ["picture", "play", "step", "speed", "side"].map(element);
const replay = JSON.parse(element("replay").textContent);
const last = replay.numSteps - 1;

let camera = SIDE_VIEW;
let playing = false;
/** Position in the episode, in (fractional) steps from 0. */
let position = 0;
let before = 0;

function show() {
  const t = Math.floor(position);
  picture.innerHTML = drawPicture(replay, t, camera);
  slider.value = String(t + 1);
}

function advance(now) {
  if (!playing) return;
  const rate = Number(speed.value) * (replay.dt > 0 ? 1 / replay.dt : UNTIMED_RATE);
  position = Math.min(position + ((now - before) / 1000) * rate, last);
  before = now;
  show();
  if (position === last) setPlaying(false);
  else requestAnimationFrame(advance);
}

function setPlaying(wanted) {
  playing = wanted;
  play.textContent = playing ? "Pause" : "Play";
  if (!playing) return;
  if (position === last) position = 0;
  requestAnimationFrame((now) => {
    before = now;
    advance(now);
  });
}

function turn(event) {
  const limit = (value, low, high) => Math.min(Math.max(value, low), high);
  camera = {
    azimuth: limit(camera.azimuth - TURN * event.movementX, -MAX_AZIMUTH, MAX_AZIMUTH),
    elevation: limit(camera.elevation + TURN * event.movementY, 0, MAX_ELEVATION),
  };
  show();
}

play.addEventListener("click", () => setPlaying(!playing));
slider.addEventListener("input", () => {
  setPlaying(false);
  position = Number(slider.value) - 1;
  show();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || ["BUTTON", "SELECT"].includes(event.target.tagName)) return;
  event.preventDefault();
  setPlaying(!playing);
});
if (replay.scene) {
  picture.classList.add("turnable");
  picture.addEventListener("pointerdown", (event) => picture.setPointerCapture(event.pointerId));
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) turn(event);
  });
  side.addEventListener("click", () => {
    camera = SIDE_VIEW;
    show();
  });
} else side.hidden = true;

// A link that ends in #120 shows step 120.
const linked = Number(location.hash.slice(1));
position = Math.min(Math.max(linked - 1, 0), last);
show();
setPlaying(!linked && !matchMedia("(prefers-reduced-motion: reduce)").matches);
