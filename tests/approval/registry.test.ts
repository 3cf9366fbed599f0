import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listDossiers } from "../../approval/index.js";
import { scratch } from "../client/runs/support/scratch.js";

describe("a registry", () => {
  it("has its directories, by name; files, hidden directories and links are none", async () => {
    const registry = await scratch();
    for (const name of ["walker", "ant", ".upload"]) await mkdir(join(registry, name));
    await writeFile(join(registry, "README.md"), "");
    await symlink("/", join(registry, "root"));
    expect(await listDossiers(registry)).toEqual([
      { name: "ant", path: join(registry, "ant") },
      { name: "walker", path: join(registry, "walker") },
    ]);
  });

  it("must be there", async () => {
    const registry = join(await scratch(), "none");
    await expect(listDossiers(registry)).rejects.toThrow(
      `${registry}: expected a file that can be read, got nothing`,
    );
  });
});
