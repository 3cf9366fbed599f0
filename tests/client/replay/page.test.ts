import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { renderPng } from "../../../client/figures/rendering.js";
import { createPage, createPicture } from "../../../client/replay/page.js";
import { scratch } from "../runs/support/scratch.js";
import { ROLLING } from "./support/episodes.js";

const page = await createPage({ ...ROLLING, title: 'a "ball" <b> & </script>' });

it("needs nothing but itself", () => {
  expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\((?!#)|<link|\bsrc=|sourceMappingURL/i);
  expect(page).not.toMatch(/^import /m);
});

it("holds the replay, whatever its text", () => {
  const [, data] = page.match(/<script type="application\/json" id="replay">(.*?)<\/script>/s)!;
  expect(JSON.parse(data)).toEqual({ ...ROLLING, title: 'a "ball" <b> & </script>' });
  expect(page).toContain("<h1>a &quot;ball&quot; &lt;b&gt; &amp; &lt;/script&gt;</h1>");
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script>/g)).toHaveLength(2);
});

it("has scripts that are whole: they draw what Node draws", async () => {
  const [, script] = page.match(/<script type="module">(.*?)<\/script>/s)!;
  const file = join(await scratch(), "player.mjs");
  // As much of a browser as the player needs to show the first step.
  const browser = `{
    const elements = new Map([["replay", { textContent: ${JSON.stringify(JSON.stringify(ROLLING))} }]]);
    const made = () => ({ addEventListener() {}, setAttribute() {}, classList: { add() {} } });
    Object.assign(globalThis, { location: { hash: "" }, matchMedia: () => ({ matches: true }) });
    globalThis.document = {
      addEventListener() {},
      getElementById: (id) => elements.get(id) ?? elements.set(id, made()).get(id),
    };
    process.on("exit", () => console.log(elements.get("picture").innerHTML));
  }`;
  await writeFile(file, `${browser}\n${script}`);
  const drawn = execFileSync(process.execPath, [file], { encoding: "utf8" }).trim();
  expect(await createPicture(ROLLING, 0)).toContain(drawn);
  expect(drawn).toContain("<circle");
});

it("has a picture that can be had as PNG", async () => {
  const png = renderPng(await createPicture(ROLLING, 0));
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([960, 696]);
});
