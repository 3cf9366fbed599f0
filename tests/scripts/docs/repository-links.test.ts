import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { copyLinked, repositoryLinks } from "../../../scripts/docs/repository-links.js";
import { scratch } from "../../client/runs/support/scratch.js";

it("finds links that leave the documentation, and no others", () => {
  const markdown =
    "[a](../../client/a.ts) [b](other.md#x) [c](https://x.y/) [d](#d) [e](../../proto/) [f](../f.png)";
  expect(repositoryLinks("docs/how-to/page.md", markdown).map(({ target }) => target)).toEqual([
    "client/a.ts",
    "proto",
  ]);
});

it("copies files and lists folders, and names what is not there", async () => {
  const root = await scratch();
  await mkdir(join(root, "proto"));
  await writeFile(join(root, "proto/a.proto"), "syntax");
  await writeFile(join(root, "picture"), new Uint8Array([1, 0]));
  const links = ["proto", "proto/a.proto", "none.ts", "picture"].map((target) => ({
    page: "docs/p.md",
    target,
  }));
  expect(copyLinked(root, links)).toEqual([
    "docs/p.md: expected a file of the repository, got a link to none.ts",
    "docs/p.md: expected a text, got a link to picture",
  ]);
  expect(readFileSync(join(root, "docs/public/source/proto.txt"), "utf8")).toBe("a.proto\n");
  expect(readFileSync(join(root, "docs/public/source/proto/a.proto.txt"), "utf8")).toBe("syntax");
  expect(existsSync(join(root, "docs/public/source/none.ts.txt"))).toBe(false);
});
