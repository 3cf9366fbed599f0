import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { changeByte, dossierOf, writeDossier } from "../../approval/support/dossiers.js";
import { type Person, privatePem, publicPem } from "../../approval/support/reviewers.js";
import { scratch } from "../runs/support/scratch.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus } from "./support/program.js";

const PEOPLE: readonly Person[] = ["ada", "bob", "cy", "mallory"];

/** A directory with a dossier of two policies, keys, and a file in which Ada, Bob and Cy are reviewers, two of whom must approve. */
async function withDossier(): Promise<string> {
  const cwd = await scratch();
  const requirements = [
    {
      text: "worst_agent >= 40 at 95%",
      status: "not met" as const,
      interval: null,
      episodes: 9,
      method: "exact" as const,
    },
  ];
  await writeDossier(join(cwd, "dossier"), dossierOf(2, { requirements }));
  for (const name of PEOPLE) {
    await writeFile(join(cwd, `${name}.key`), privatePem(name), { mode: 0o600 });
    await writeFile(join(cwd, `${name}.pub`), publicPem(name));
  }
  const reviewers = ["ada", "bob", "cy"].map((name) => ({ name, key: `${name}.pub` }));
  await writeFile(join(cwd, "reviewers.yaml"), stringify({ required: 2, reviewers }));
  return cwd;
}

const TRUSTED = ["--reviewers", "reviewers.yaml"];
const review = (...more: (string | number)[]) => ["review", "dossier", ...more];
const by = (person: string) => ["--reason", "tested on the track", "--key", `${person}.key`];

async function decides(cwd: string, ...args: (string | number)[]): Promise<void> {
  const { code, stderr } = await runCaucus(cwd, review(...args));
  expect(code, stderr).toBe(0);
}

describe("caucus keys new", () => {
  it("makes keys with which decisions are signed", async () => {
    const cwd = await withDossier();
    const { code, stdout, stderr } = await runCaucus(cwd, ["keys", "new", "dan", "--out", "mine"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^mine\/dan\.key: .*\nmine\/dan\.pub: .*\nkey [0-9a-f]{64}\n$/);
    if (process.platform !== "win32")
      expect((await stat(join(cwd, "mine/dan.key"))).mode & 0o777).toBe(0o600);
    await writeFile(
      join(cwd, "reviewers.yaml"),
      stringify({ required: 1, reviewers: [{ name: "dan", key: "mine/dan.pub" }] }),
    );
    await decides(cwd, "--approve", 1, "--reason", "fine", "--key", "mine/dan.key", ...TRUSTED);
  });

  it("replaces nothing", async () => {
    const cwd = await withDossier();
    const sentence = "ada.key: expected a place for a new key, got a file that is there already";
    await expectRefusal(cwd, ["keys", "new", "ada"], sentence);
    expect(await readFile(join(cwd, "ada.key"), "utf8")).toBe(privatePem("ada"));
  });
});

describe("caucus review", () => {
  it("shows what a reviewer has to know", async () => {
    const { code, stdout, stderr } = await runCaucus(await withDossier(), review());
    expect(code, stderr).toBe(0);
    expect(stdout.replace(/[0-9a-f]{64}/, "DIGEST")).toBe(
      [
        "resource-gathering, k = 2, n = 2, assessed 2026-01-01T00:00:00.000Z",
        "dossier DIGEST",
        "welfare 0.00 [0.00, 0.00]",
        "requirement worst_agent >= 40 at 95%: not met",
        "policy  agents  welfare            lost without it    SHA-256        standing",
        "     1       1  0.00 [0.00, 0.00]  0.00 [0.00, 0.00]  9c9294a5d4b5…  unknown",
        "     2       1  0.00 [0.00, 0.00]  0.00 [0.00, 0.00]  19d1bcbd5d6c…  unknown",
        "no decisions",
        "signatures are not verified: --reviewers says whose decisions count",
        "",
      ].join("\n"),
    );
  });

  it("decides: two of three reviewers approve, and a third revokes", async () => {
    const cwd = await withDossier();
    await decides(cwd, "--approve", 1, "--reject", 2, ...by("ada"));
    await decides(cwd, "--approve", 2, 1, ...by("bob"), ...TRUSTED, "--expires", "2999-01-31");
    const approved = async () => {
      const { stdout } = await runCaucus(cwd, review(...TRUSTED, "--json"));
      return JSON.parse(stdout).policies.map((policy: { standing: object }) => policy.standing);
    };
    expect(await approved()).toMatchObject([
      {
        approved: true,
        approvals: [{ reviewer: "ada" }, { reviewer: "bob", expires: "2999-01-31T00:00:00.000Z" }],
      },
      { approved: false, reason: expect.stringMatching(/^1 of 2 approvals; rejected by ada at /) },
    ]);
    await decides(cwd, "--revoke", 1, ...by("cy"), ...TRUSTED);
    expect(await approved()).toMatchObject([
      { approved: false, reason: expect.stringMatching(/^0 of 2 approvals; revoked by cy at /) },
      { approved: false },
    ]);
    const { stdout } = await runCaucus(cwd, review(...TRUSTED));
    expect(stdout).toMatch(/^decision 1, \S+, ada: reject 2: tested on the track$/m);
    expect(stdout).toMatch(
      /^decision 3, \S+, bob: approve 1, 2, until 2999-01-31T00:00:00.000Z: tested on the track$/m,
    );
    expect((await readdir(join(cwd, "dossier/decisions"))).length).toBe(4);
  });

  it("verifies", async () => {
    const cwd = await withDossier();
    await decides(cwd, "--approve", 1, ...by("ada"));
    await decides(cwd, "--approve", 1, ...by("bob"));
    expect(await runCaucus(cwd, review("--verify"))).toMatchObject({
      code: 0,
      stdout:
        "2 policies and 2 decisions are what they were; who signed is not verified, without --reviewers\n",
    });
    expect(await runCaucus(cwd, review("--verify", ...TRUSTED))).toMatchObject({
      code: 0,
      stdout: "2 policies and 2 decisions are what they were, and reviewers signed them; approved: 1\n",
    });
  });

  it.each([
    ["a policy", "policies/representative-2.onnx", /^policies\/representative-2\.onnx: expected SHA-256 /],
    ["a decision", "decisions/0001.dsse.json", /^decisions\/0001\.dsse\.json: /],
    [
      "the dossier",
      "dossier.json",
      /^dossier\.json: |^decisions\/0001\.dsse\.json: expected a decision about "dossier\.json"/,
    ],
    ["the page", "dossier.html", /^decisions\/0001\.dsse\.json: expected a decision about "dossier\.html"/],
  ])("finds a changed byte in %s, and names it", async (_, file, message) => {
    const cwd = await withDossier();
    await decides(cwd, "--approve", 1, ...by("ada"));
    const path = join(cwd, "dossier", file);
    await changeByte(path, 3);
    const { code, stdout, stderr } = await runCaucus(cwd, review("--verify", ...TRUSTED));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.replace(/^caucus: /, "")).toMatch(message);
  });

  it("finds a decision by an unknown key, also before it adds one to it", async () => {
    const cwd = await withDossier();
    await decides(cwd, "--approve", 1, ...by("mallory"));
    const unknown =
      /^caucus: decisions\/0001\.dsse\.json: expected a reviewer's key, got the unknown key [0-9a-f]{16}…\n$/;
    for (const more of [["--verify"], [], ["--approve", 2, ...by("ada")]]) {
      const { code, stderr } = await runCaucus(cwd, review(...more, ...TRUSTED));
      expect([code, stderr]).toEqual([1, expect.stringMatching(unknown)]);
    }
    expect(await readdir(join(cwd, "dossier/decisions"))).toEqual(["0001.dsse.json"]);
  });
});

describe("caucus review refuses", () => {
  it("flags that do not fit the dossier", async () => {
    const sentence = "--approve: expected representatives from 1 to 2, got 3";
    await expectRefusal(await withDossier(), review("--approve", 3, ...by("ada")), sentence, 2);
  });

  it("a decision without a key, or while it verifies", async () => {
    const cwd = await withDossier();
    const [keyless, both] = [
      ["--approve", 1, "--reason", "fine"],
      ["--verify", "--approve", 1, ...by("ada")],
    ];
    await expectRefusal(cwd, review(...keyless), "--key: expected the reviewer's private key, got none", 2);
    await expectRefusal(cwd, review(...both), "--verify: expected no decision with it, got one", 2);
  });

  it.each<[string, string, string]>([
    ["a public key", "ada.pub", "ada.pub: expected a private key for Ed25519, as PEM, got a public key"],
    ["a key that is not there", "eve.key", "eve.key: expected a file that can be read, got nothing"],
    [
      "something else",
      "reviewers.yaml",
      "reviewers.yaml: expected a private key for Ed25519, as PEM, got something else",
    ],
  ])("%s as a key", async (_, key, sentence) => {
    const cwd = await withDossier();
    await chmod(join(cwd, "reviewers.yaml"), 0o600);
    await expectRefusal(cwd, review("--approve", 1, "--reason", "fine", "--key", key), sentence);
  });

  it.runIf(process.platform !== "win32")("a key that others can read", async () => {
    const cwd = await withDossier();
    await chmod(join(cwd, "ada.key"), 0o644);
    const sentence =
      "ada.key: expected a private key that only its owner can use (chmod 600), got permissions 644";
    await expectRefusal(cwd, review("--approve", 1, ...by("ada")), sentence);
  });

  it("a key in the dossier, and reviewers in the dossier", async () => {
    const cwd = await withDossier();
    await writeFile(join(cwd, "dossier", "ada.key"), privatePem("ada"), { mode: 0o600 });
    await writeFile(join(cwd, "dossier", "reviewers.yaml"), "");
    await expectRefusal(
      cwd,
      review("--approve", 1, "--reason", "fine", "--key", "dossier/ada.key"),
      `dossier/ada.key: expected a file outside ${join(cwd, "dossier")}, since whoever gets the dossier would get the key`,
    );
    await expectRefusal(
      cwd,
      review("--reviewers", "dossier/reviewers.yaml"),
      "dossier/reviewers.yaml: expected a file outside dossier, since whoever publishes could change it",
    );
  });

  it("a key that none of the reviewers has", async () => {
    const sentence = "mallory.key: expected the key of one of --reviewers, got another";
    await expectRefusal(await withDossier(), review("--approve", 1, ...by("mallory"), ...TRUSTED), sentence);
  });

  it("an approval by a reviewer who is retired", async () => {
    const cwd = await withDossier();
    const reviewers = [
      { name: "ada", key: "ada.pub", retired: true },
      { name: "bob", key: "bob.pub" },
    ];
    await writeFile(join(cwd, "reviewers.yaml"), stringify({ required: 1, reviewers }));
    const sentence = "ada.key: expected a reviewer who may approve, got ada, who is retired";
    await expectRefusal(cwd, review("--approve", 1, ...by("ada"), ...TRUSTED), sentence);
    await decides(cwd, "--reject", 1, ...by("ada"), ...TRUSTED);
  });

  it("a directory that is no dossier, and a dossier without a policy", async () => {
    const cwd = await withDossier();
    await mkdir(join(cwd, "empty"));
    await expectRefusal(cwd, ["review", "empty"], "dossier.json: expected a file, got nothing");
    await expectRefusal(
      cwd,
      ["review", "nowhere"],
      "nowhere: expected the directory of a dossier, got nothing",
    );
    await rm(join(cwd, "dossier/policies/representative-1.onnx"));
    await expectRefusal(cwd, review(), "policies/representative-1.onnx: expected a file, got nothing");
  });
});
