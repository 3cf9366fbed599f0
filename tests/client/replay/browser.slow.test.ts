import { execFileSync, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createPage } from "../../../client/replay/page.js";
import type { Replay } from "../../../client/replay/replay.js";
import { scratch } from "../runs/support/scratch.js";
import { ROLLING } from "./support/episodes.js";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];
const browser = BROWSERS.find((name) => spawnSync(name, ["--version"]).status === 0);

/** The page as a browser has made it. */
async function open(replay: Replay, hash: string): Promise<string> {
  const file = join(await scratch(), "replay.html");
  await writeFile(file, await createPage(replay));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"];
  return execFileSync(browser!, [...flags, `file://${file}${hash}`], { encoding: "utf8", stdio: "pipe" });
}

it.skipIf(browser === undefined)("a browser shows the step that it is asked for, and waits", async () => {
  const page = await open(ROLLING, "#1");
  expect(page).toContain(">0.25 s<");
  expect(page).toContain('<circle cx="240" cy="222" r="12"');
  expect(page).toMatch(/<button id="play"[^>]*>Play</);
});

it.skipIf(browser === undefined)("a browser plays it if it is asked for no step", async () => {
  // A minute a step: it is still at the first.
  const page = await open({ ...ROLLING, dt: 60 }, "");
  expect(page).toContain(">60.00 s<");
  expect(page).toMatch(/<button id="play"[^>]*>Pause</);
});
