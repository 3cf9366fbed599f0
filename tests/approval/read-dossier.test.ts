import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Dossier, readDossier } from "../../approval/index.js";
import { scratch } from "../client/runs/support/scratch.js";
import { changeByte, dossierOf, writeDossier } from "./support/dossiers.js";

const FIRST = "policies/representative-1.onnx";
const SECOND = "policies/representative-2.onnx";
/** Of "policy 1" and "policy 2". */
const DIGESTS = [
  "9c9294a5d4b5a5fb0f72c1c80083707547f16ddca0a317cde0f96260462a73cd",
  "19d1bcbd5d6cf2c71447d14ec3f3ea17be38ef0dd02acbaaa6c5454a391d14e2",
];

const written = async (changes: Partial<Dossier> = {}) =>
  writeDossier(join(await scratch(), "dossier"), dossierOf(2, changes));

describe("a dossier", () => {
  it("is read with its policies", async () => {
    const path = await written();
    const { dossier, digest, pageDigest, directory, policies } = await readDossier(path);
    expect(dossier).toEqual(dossierOf(2));
    expect(directory).toBe(path);
    const bytes = await readFile(join(path, "dossier.json"));
    expect(digest).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(pageDigest).toBe("a1b62aa9abe7df0413d38eccd777275b214ed9500759704377e8ba56feed430b");
    expect(policies.map(({ bytes, ...policy }) => [policy, Buffer.from(bytes).toString()])).toEqual([
      [{ representative: 1, file: FIRST, sha256: DIGESTS[0] }, "policy 1"],
      [{ representative: 2, file: SECOND, sha256: DIGESTS[1] }, "policy 2"],
    ]);
  });

  it("needs no page", async () => {
    const path = await written();
    await rm(join(path, "dossier.html"));
    expect(await readDossier(path)).toMatchObject({ pageDigest: null });
  });

  it("is refused if a policy was swapped for another", async () => {
    const path = await written();
    await rename(join(path, SECOND), join(path, FIRST));
    await expect(readDossier(path)).rejects.toThrow(
      `${FIRST}: expected SHA-256 ${DIGESTS[0]}, as dossier.json says, got ${DIGESTS[1]}`,
    );
  });

  it("is refused after a change of any byte of a policy", async () => {
    const path = await written();
    for (const position of [0, 3, 7]) {
      await changeByte(join(path, SECOND), position);
      await expect(readDossier(path)).rejects.toThrow(`${SECOND}: expected SHA-256`);
      await changeByte(join(path, SECOND), position);
    }
    await expect(readDossier(path)).resolves.toBeDefined();
  });

  it("is refused if a policy was cut", async () => {
    const path = await written();
    await truncate(join(path, FIRST), 3);
    await expect(readDossier(path)).rejects.toThrow(`${FIRST}: expected the 8 bytes of dossier.json, got 3`);
  });

  it("is refused without a policy's file", async () => {
    const path = await written();
    await rm(join(path, FIRST));
    await expect(readDossier(path)).rejects.toThrow(`${FIRST}: expected a file, got nothing`);
  });

  it("is refused without a dossier", async () => {
    await expect(readDossier(await scratch())).rejects.toThrow("dossier.json: expected a file, got nothing");
    const nowhere = join(await scratch(), "nowhere");
    await expect(readDossier(nowhere)).rejects.toThrow(`${nowhere}: expected the directory of a dossier`);
  });

  it("is refused if it is not JSON, or of another format", async () => {
    const path = await written();
    await writeFile(join(path, "dossier.json"), "{");
    await expect(readDossier(path)).rejects.toThrow(
      "dossier.json: expected JSON in UTF-8, got something else",
    );
    await writeFile(join(path, "dossier.json"), "{}");
    await expect(readDossier(path)).rejects.toThrow("dossier.json: format: ");
  });

  it.runIf(process.platform !== "win32").each([
    ["a policy", FIRST],
    ["the folder of policies", "policies"],
    ["the dossier", "dossier.json"],
    ["the page", "dossier.html"],
  ])("is refused if %s is a symbolic link", async (_, name) => {
    const path = await written();
    await rename(join(path, name), join(path, "..", "elsewhere"));
    await symlink(join(path, "..", "elsewhere"), join(path, name));
    await expect(readDossier(path)).rejects.toThrow(
      /: expected a file within the dossier, got a symbolic link$/,
    );
  });

  it("is refused if a policy is a directory", async () => {
    const path = await written();
    await rm(join(path, FIRST));
    await mkdir(join(path, FIRST));
    await expect(readDossier(path)).rejects.toThrow(`${FIRST}: expected a regular file, got something else`);
  });

  it.runIf(process.platform !== "win32")("is refused if a policy is larger than any", async () => {
    const path = await written();
    await truncate(join(path, FIRST), 2 ** 28 + 1); // takes no space
    await expect(readDossier(path)).rejects.toThrow(
      `${FIRST}: expected at most 268435456 bytes, got 268435457`,
    );
  });
});

describe("names in a dossier", () => {
  const [first, second] = dossierOf(2).policies;

  it.each([
    "/etc/passwd",
    "../policy.onnx",
    "policies/../../policy.onnx",
    "policies//x.onnx",
    "c:\\x",
    ".hidden",
    "",
  ])("are refused that lead elsewhere: %s", async (file) => {
    const path = await written();
    const dossier = dossierOf(2, { policies: [first, { ...second, file }] });
    await writeFile(join(path, "dossier.json"), JSON.stringify(dossier));
    await expect(readDossier(path)).rejects.toThrow(
      "dossier.json: policies.1: expected a path in the dossier",
    );
  });

  it("are refused if two policies share a file", async () => {
    const path = await written({ policies: [first, { ...first, representative: 2 }] });
    await expect(readDossier(path)).rejects.toThrow(
      `dossier.json: policies.1: expected a file of its own, got "${FIRST}" again`,
    );
  });

  it("are refused out of order", async () => {
    const path = await written({ policies: [second, first] });
    await expect(readDossier(path)).rejects.toThrow(
      "dossier.json: policies.0: expected representative 1, got 2",
    );
  });
});
