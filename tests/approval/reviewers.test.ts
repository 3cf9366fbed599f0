import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { keyId, loadReviewers } from "../../approval/index.js";
import { scratch } from "../client/runs/support/scratch.js";
import { KEYS, type Person, privatePem, publicPem } from "./support/reviewers.js";

interface Entry {
  name: string;
  key: string;
  retired?: boolean;
}

/** A directory with the keys of Ada and Bob in its folder `keys`, and a file of reviewers. */
async function fileWith(content: unknown): Promise<string> {
  const directory = await scratch();
  await mkdir(join(directory, "keys"));
  for (const name of ["ada", "bob"] as Person[]) {
    await writeFile(join(directory, "keys", `${name}.pub`), publicPem(name));
  }
  await writeFile(join(directory, "keys", "ada.key"), privatePem("ada"), { mode: 0o600 });
  const path = join(directory, "reviewers.yaml");
  await writeFile(path, typeof content === "string" ? content : stringify(content));
  return path;
}

const named = (required: number, ...reviewers: Entry[]) => fileWith({ required, reviewers });
const ada: Entry = { name: "ada", key: "keys/ada.pub" };
const bob: Entry = { name: "bob", key: "keys/bob.pub" };

describe("a file of reviewers", () => {
  it("names keys by paths relative to itself, or holds them", async () => {
    const path = await named(2, ada, { name: "bob", key: publicPem("bob") });
    const { required, reviewers } = await loadReviewers(path);
    expect(required).toBe(2);
    expect(reviewers.map(({ name, keyid, retired }) => [name, keyid, retired])).toEqual([
      ["ada", keyId(KEYS.ada), false],
      ["bob", keyId(KEYS.bob), false],
    ]);
  });

  it("may name reviewers who have retired", async () => {
    const { reviewers } = await loadReviewers(await named(1, ada, { ...bob, retired: true }));
    expect(reviewers.map(({ retired }) => retired)).toEqual([false, true]);
  });

  it.each<[string, () => Promise<string>, string]>([
    [
      "a name twice",
      () => named(1, ada, { ...bob, name: "ada" }),
      'expected names that differ, got "ada" twice',
    ],
    [
      "a key twice",
      () => named(1, ada, { ...ada, name: "bob" }),
      `expected a key of each reviewer's own, got the same for "ada" and "bob"`,
    ],
    [
      "too few reviewers",
      () => named(3, ada, bob),
      "required: expected at most the 2 who can approve, got 3",
    ],
    [
      "too few who have not retired",
      () => named(2, ada, { ...bob, retired: true }),
      "required: expected at most the 1 who can approve, got 2",
    ],
    ["none required", () => named(0, ada), "required: "],
    ["nobody", () => named(1), "reviewers: "],
    [
      "another field",
      () => fileWith({ required: 1, reviewers: [ada], more: 1 }),
      'expected no other fields, got "more"',
    ],
    ["no YAML", () => fileWith("required: [1"), "expected YAML, got "],
    ["text", () => fileWith("hello"), "expected object, got string"],
  ])("is refused with %s", async (_, write, message) => {
    const path = await write();
    await expect(loadReviewers(path)).rejects.toThrow(`${path}: ${message}`);
  });

  it("is refused with a private key, or a key that is not there", async () => {
    const withPrivate = await named(1, { name: "ada", key: "keys/ada.key" });
    await expect(loadReviewers(withPrivate)).rejects.toThrow(
      "ada.key: expected a public key for Ed25519, as PEM, got a private key",
    );
    const without = await named(1, { name: "cy", key: "keys/cy.pub" });
    await expect(loadReviewers(without)).rejects.toThrow(
      "cy.pub: expected a file that can be read, got nothing",
    );
  });

  it("is refused if it is not there", async () => {
    const path = join(await scratch(), "reviewers.yaml");
    await expect(loadReviewers(path)).rejects.toThrow(
      `${path}: expected a file that can be read, got nothing`,
    );
  });

  it("is refused where those who publish could change it, or its keys, links followed", async () => {
    const path = await named(1, ada);
    const registry = join(path, "..");
    const sentence = "expected a file outside";
    await expect(loadReviewers(path, registry)).rejects.toThrow(`${path}: ${sentence} ${registry}`);
    await expect(loadReviewers(path, join(registry, "keys"))).rejects.toThrow(`ada.pub: ${sentence}`);
    const link = join(await scratch(), "reviewers.yaml");
    await symlink(path, link);
    await expect(loadReviewers(link, registry)).rejects.toThrow(`${link}: ${sentence} ${registry}`);
    await expect(loadReviewers(path, await scratch())).resolves.toMatchObject({ required: 1 });
  });
});
