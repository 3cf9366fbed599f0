import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deadAnchors } from "../../../scripts/docs/anchors.js";
import { scratch } from "../../client/runs/support/scratch.js";

it("names links to headings that are not there", async () => {
  const site = await scratch();
  await mkdir(join(site, "how"));
  const links = [
    ...[
      "#here",
      "#gone",
      "/caucus/how/page.html#there",
      "/caucus/how/page.html#gone",
      "./how/page.html#gone",
    ],
    ...["https://elsewhere.org/#gone", "/caucus/none.html#gone", "/caucus/how/#first"],
  ];
  const page = links.map((href) => `<a href="${href}">x</a>`).join("");
  await writeFile(join(site, "index.html"), `<h2 id="here">x</h2>${page}`);
  await writeFile(join(site, "how/page.html"), '<h2 class="a" id="there">x</h2>');
  await writeFile(join(site, "how/index.html"), '<h2 id="first">x</h2>');
  expect(deadAnchors(site, "/caucus/")).toEqual(
    ["#gone", "/caucus/how/page.html#gone", "./how/page.html#gone"].map(
      (link) => `index.html: expected a heading, got a link to ${link}`,
    ),
  );
});
