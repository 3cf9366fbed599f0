import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keyId, readPrivateKey, readPublicKey, writeKeyPair } from "../../approval/index.js";
import { scratch } from "../client/runs/support/scratch.js";
import { KEYS, privatePem, publicPem } from "./support/reviewers.js";

const rsa = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const locked = generateKeyPairSync("ed25519", {
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" },
});

async function fileWith(text: string | Buffer, mode = 0o600): Promise<string> {
  const path = join(await scratch(), "a.key");
  await writeFile(path, text, { mode });
  await chmod(path, mode);
  return path;
}

describe("new keys", () => {
  it("are a pair, of which only the owner can read the private half", async () => {
    const directory = join(await scratch(), "made", "here");
    const { privateKey, publicKey, keyid } = await writeKeyPair(directory, "ada");
    expect([privateKey, publicKey]).toEqual([join(directory, "ada.key"), join(directory, "ada.pub")]);
    expect(keyId(await readPrivateKey(privateKey))).toBe(keyid);
    expect(keyId(await readPublicKey(publicKey))).toBe(keyid);
    if (process.platform !== "win32") expect((await stat(privateKey)).mode & 0o777).toBe(0o600);
  });

  it.each(["ada.key", "ada.pub"])("never replace %s, and leave nothing half made", async (name) => {
    const directory = await scratch();
    await writeFile(join(directory, name), "mine");
    await expect(writeKeyPair(directory, "ada")).rejects.toThrow(
      `${join(directory, name)}: expected a place for a new key, got a file that is there already`,
    );
    expect(await readdir(directory)).toEqual([name]);
    expect(await readFile(join(directory, name), "utf8")).toBe("mine");
  });

  it.each(["", "../ada", "a/b", ".ada", "a b"])("have no name like %j", async (name) => {
    await expect(writeKeyPair(await scratch(), name)).rejects.toThrow(
      `name: expected letters, digits, ".", "-" and "_", got ${JSON.stringify(name)}`,
    );
  });
});

describe("a private key", () => {
  it.runIf(process.platform !== "win32").each([0o644, 0o640, 0o602])(
    "is refused if others can use it: %o",
    async (mode) => {
      const path = await fileWith(privatePem("ada"), mode);
      await expect(readPrivateKey(path)).rejects.toThrow(
        `${path}: expected a private key that only its owner can use (chmod 600), got permissions ${mode.toString(8)}`,
      );
    },
  );

  it.each([
    ["a public key", publicPem("ada")],
    ["a key for rsa", rsa.privateKey],
    ["a key with a passphrase", locked.privateKey],
    ["something else", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
    ["something else", randomBytes(100)],
  ])("is refused if it is %s", async (got, text) => {
    const path = await fileWith(text);
    await expect(readPrivateKey(path)).rejects.toThrow(
      `${path}: expected a private key for Ed25519, as PEM, got ${got}`,
    );
  });

  it("is refused if there is none, or a directory", async () => {
    const directory = await scratch();
    const missing = join(directory, "ada.key");
    await expect(readPrivateKey(missing)).rejects.toThrow(
      `${missing}: expected a file that can be read, got nothing`,
    );
    await mkdir(missing, { mode: 0o700 });
    await expect(readPrivateKey(missing)).rejects.toThrow(
      `${missing}: expected a file that can be read, got a directory`,
    );
  });
});

describe("a public key", () => {
  it("is identified by SHA-256 of its DER", () => {
    expect(keyId(KEYS.ada)).toBe("fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2");
  });

  it.each([
    ["a private key", privatePem("ada")],
    ["a key for rsa", rsa.publicKey],
    ["something else", "ssh-ed25519 AAAA"],
  ])("is refused if it is %s", async (got, text) => {
    const path = await fileWith(text);
    await expect(readPublicKey(path)).rejects.toThrow(
      `${path}: expected a public key for Ed25519, as PEM, got ${got}`,
    );
  });
});
