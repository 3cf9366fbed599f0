// Attacks on a dossier's decisions: each must be found, and named.
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeEnvelope, sealEnvelope } from "../../approval/envelope.js";
import {
  addDecision,
  type CheckedDossier,
  readChain,
  readDecisions,
  readDossier,
} from "../../approval/index.js";
import { STATEMENT_TYPE } from "../../approval/statement.js";
import { changeByte, dossierOf, newDossier, writeDossier } from "./support/dossiers.js";
import { at, decide, KEYS, reviewersOf } from "./support/reviewers.js";

const [FIRST, SECOND, THIRD] = [1, 2, 3].map((number) => `decisions/000${number}.dsse.json`);
const reviewers = reviewersOf(1);

let checked: CheckedDossier;
const read = () => readDecisions(checked, reviewers);
const path = (file: string) => join(checked.directory, file);

beforeEach(async () => {
  checked = await newDossier(2);
});

async function decideThrice(): Promise<void> {
  await decide(checked, "ada", "10:00", { representatives: [2, 1], reason: "both were tested" });
  await decide(checked, "bob", "11:00", { action: "reject", representatives: [2], reason: "it falls" });
  await decide(checked, "cy", "12:00", { action: "revoke", representatives: [1], reason: "complaints" });
}

/** What a decision's file holds. */
async function predicateOf(file: string): Promise<Record<string, unknown>> {
  const { payload } = JSON.parse(await readFile(path(file), "utf8"));
  return JSON.parse(Buffer.from(payload, "base64").toString());
}

/** Writes a statement, signed, in place of a decision. */
async function forge(file: string, changes: object, person: keyof typeof KEYS = "ada"): Promise<void> {
  const statement = await predicateOf(file);
  const { predicate, ...others } = changes as { predicate?: object };
  const changed = {
    ...statement,
    ...others,
    predicate: { ...(statement.predicate as object), ...predicate },
  };
  const payload = Buffer.from(JSON.stringify(changed));
  await writeFile(path(file), encodeEnvelope(sealEnvelope(STATEMENT_TYPE, payload, KEYS[person])));
}

describe("decisions", () => {
  it("are none at first", async () => {
    expect(await read()).toEqual([]);
  });

  it("are read in their order, with who made them", async () => {
    await decideThrice();
    const decisions = await read();
    expect(
      decisions.map(({ file, reviewer, action, representatives, sequence }) => [
        file,
        reviewer,
        action,
        representatives,
        sequence,
      ]),
    ).toEqual([
      [FIRST, "ada", "approve", [1, 2], 1],
      [SECOND, "bob", "reject", [2], 2],
      [THIRD, "cy", "revoke", [1], 3],
    ]);
    expect(decisions.map(({ previous }) => previous)).toEqual([
      null,
      decisions[0].digest,
      decisions[1].digest,
    ]);
    expect(decisions[1]).toMatchObject({ reason: "it falls", decidedAt: "2026-02-01T11:00:00.000Z" });
  });

  it("are in-toto statements about the dossier, its page and the policies", async () => {
    await decideThrice();
    const statement = await predicateOf(SECOND);
    expect(statement).toEqual({
      _type: "https://in-toto.io/Statement/v1",
      subject: [
        { name: "dossier.json", digest: { sha256: checked.digest } },
        { name: "dossier.html", digest: { sha256: checked.pageDigest } },
        { name: checked.policies[1].file, digest: { sha256: checked.policies[1].sha256 } },
      ],
      predicateType: "urn:caucus:decision:v1",
      predicate: {
        action: "reject",
        representatives: [2],
        reason: "it falls",
        sequence: 2,
        previous: (await readChain(checked))[0].digest,
        decidedAt: "2026-02-01T11:00:00.000Z",
      },
    });
  });

  it("leave no other file behind", async () => {
    await decideThrice();
    expect((await readdir(path("decisions"))).sort()).toEqual([
      "0001.dsse.json",
      "0002.dsse.json",
      "0003.dsse.json",
    ]);
  });

  it("are never replaced: of two that decide at once, one is told to look again", async () => {
    const chain = await readChain(checked);
    const draft = { action: "approve", representatives: [1], reason: "seen" } as const;
    await addDecision(checked, chain, draft, { key: KEYS.ada, now: at("10:00") });
    await expect(
      addDecision(checked, chain, { ...draft, action: "reject" }, { key: KEYS.bob, now: at("10:00") }),
    ).rejects.toThrow(`${FIRST}: expected a place for a new decision, got one that somebody has just made`);
    expect(await read()).toMatchObject([{ reviewer: "ada", action: "approve" }]);
  });

  it("wait for a clock that is behind by little, and are refused by one that was set back", async () => {
    await decide(checked, "ada", "10:00");
    const draft = { action: "approve", representatives: [1], reason: "seen" } as const;
    const by = (time: string) => ({ key: KEYS.bob, now: new Date(`2026-02-01T${time}.000Z`) });
    await addDecision(checked, await readChain(checked), draft, by("09:59:30"));
    expect((await read()).map(({ decidedAt }) => decidedAt)).toEqual(
      Array(2).fill("2026-02-01T10:00:00.000Z"),
    );
    await expect(addDecision(checked, await readChain(checked), draft, by("09:58:00"))).rejects.toThrow(
      `clock: expected a time from 2026-02-01T10:00:00.000Z, when ${SECOND} was decided, got 2026-02-01T09:58:00.000Z`,
    );
  });
});

describe("a decision is refused", () => {
  it("by a key that no reviewer has", async () => {
    await decide(checked, "mallory", "10:00");
    await expect(read()).rejects.toThrow(
      /^decisions\/0001\.dsse\.json: expected a reviewer's key, got the unknown key [0-9a-f]{16}…$/,
    );
  });

  it("with a reviewer's name for another's signature", async () => {
    await decide(checked, "mallory", "10:00");
    const envelope = JSON.parse(await readFile(path(FIRST), "utf8"));
    envelope.signatures[0].keyid = reviewers.reviewers[0].keyid;
    await writeFile(path(FIRST), encodeEnvelope(envelope));
    await expect(read()).rejects.toThrow(
      `${FIRST}: expected a signature by ada, got one that does not verify`,
    );
  });

  it("after a change of any byte", async () => {
    await decide(checked, "ada", "10:00");
    const { length } = await readFile(path(FIRST));
    for (let position = 0; position < length; position++) {
      await changeByte(path(FIRST), position);
      await expect(read(), `byte ${position}`).rejects.toThrow(`${FIRST}: `);
      await changeByte(path(FIRST), position);
    }
    await expect(read()).resolves.toHaveLength(1);
  });

  it("if it was made about another dossier", async () => {
    const other = await readDossier(
      await writeDossier(join(checked.directory, "../other"), dossierOf(2, { seed: 1 })),
    );
    await decide(other, "ada", "10:00");
    await cp(join(other.directory, "decisions"), path("decisions"), { recursive: true });
    await expect(read()).rejects.toThrow(
      `${FIRST}: expected a decision about "dossier.json" with SHA-256 ${checked.digest}, got one about "dossier.json" with SHA-256 ${other.digest}`,
    );
  });

  it("if the page that was read is another now, or is gone", async () => {
    await decide(checked, "ada", "10:00");
    await writeFile(path("dossier.html"), "<p>All is well");
    checked = await readDossier(checked.directory);
    await expect(read()).rejects.toThrow(`${FIRST}: expected a decision about "dossier.html" with SHA-256`);
    await rm(path("dossier.html"));
    checked = await readDossier(checked.directory);
    await expect(read()).rejects.toThrow(`${FIRST}: expected a decision about `);
  });

  it("if it names more policies than there are", async () => {
    await decide(checked, "ada", "10:00");
    await forge(FIRST, { predicate: { representatives: [1, 3] } });
    await expect(read()).rejects.toThrow(`${FIRST}: expected representatives from 1 to 2, got 3`);
  });

  it("if its subjects are not the policies that it names", async () => {
    await decide(checked, "ada", "10:00");
    await forge(FIRST, { predicate: { representatives: [2] } });
    const { file } = checked.policies[1];
    await expect(read()).rejects.toThrow(`${FIRST}: expected a decision about "${file}" with SHA-256`);
  });

  it.each([
    ["an unknown action", { action: "bless" }, "predicate.action: "],
    ["no reason", { reason: "" }, "predicate.reason: "],
    [
      "unordered numbers",
      { representatives: [2, 1] },
      "predicate.representatives: expected ascending numbers",
    ],
    ["no numbers", { representatives: [] }, "predicate.representatives: "],
    ["a time that is none", { decidedAt: "yesterday" }, "predicate.decidedAt: "],
    ["more fields", { more: 1 }, 'predicate: expected no other fields, got "more"'],
    [
      "an end before its begin",
      { expires: "2026-02-01T09:00:00Z" },
      "expected an approval that expires after it was given",
    ],
    [
      "an end of a rejection",
      { action: "reject", expires: "2026-03-01T09:00:00Z" },
      "expected an approval that expires after it was given, got reject",
    ],
  ])("with %s", async (_, predicate, message) => {
    await decide(checked, "ada", "10:00");
    await forge(FIRST, { predicate });
    await expect(read()).rejects.toThrow(`${FIRST}: ${message}`);
  });

  it("of another type", async () => {
    await decide(checked, "ada", "10:00");
    await forge(FIRST, { predicateType: "urn:caucus:decision:v2" });
    await expect(read()).rejects.toThrow(`${FIRST}: predicateType: `);
  });
});

describe("a chain is refused", () => {
  beforeEach(decideThrice);

  it("with a gap", async () => {
    await rm(path(SECOND));
    await expect(read()).rejects.toThrow(`${SECOND}: expected a decision before ${THIRD}, got nothing`);
  });

  it("that begins late", async () => {
    await rename(path(SECOND), path(FIRST));
    await rename(path(THIRD), path(SECOND));
    await expect(read()).rejects.toThrow(`${FIRST}: expected decision 1, got decision 2`);
  });

  it("with an old decision repeated at its end", async () => {
    await copyFile(path(FIRST), path("decisions/0004.dsse.json"));
    await expect(read()).rejects.toThrow("decisions/0004.dsse.json: expected decision 4, got decision 1");
  });

  it("with a fork: a decision of another history of the same dossier", async () => {
    const other = await readDossier(await writeDossier(join(checked.directory, "../other"), dossierOf(2)));
    await decide(other, "ada", "10:00");
    await decide(other, "ada", "11:00");
    await copyFile(join(other.directory, SECOND), path(SECOND));
    await expect(read()).rejects.toThrow(
      `${SECOND}: expected to follow ${FIRST}, got another decision before it`,
    );
  });

  it("whose times go backwards", async () => {
    await forge(THIRD, { predicate: { decidedAt: "2026-02-01T10:59:59.999Z" } }, "cy");
    await expect(read()).rejects.toThrow(
      `${THIRD}: expected a time from 2026-02-01T11:00:00.000Z, got 2026-02-01T10:59:59.999Z, before ${SECOND}`,
    );
  });

  it.each(["notes.txt", "1.dsse.json", "0005.dsse.json.bak", "0001.DSSE.json"])(
    "with a file that is no decision: %s",
    async (name) => {
      await writeFile(path(`decisions/${name}`), "");
      await expect(read()).rejects.toThrow(
        `decisions: expected only decisions, such as decisions/0004.dsse.json, got "decisions/${name}"`,
      );
    },
  );

  it("with a directory in the place of a decision", async () => {
    await mkdir(path("decisions/0004.dsse.json"));
    await expect(read()).rejects.toThrow(
      "decisions/0004.dsse.json: expected a regular file, got something else",
    );
  });

  it.runIf(process.platform !== "win32")("with a symbolic link", async () => {
    await rename(path(THIRD), path("third"));
    await symlink(path("third"), path(THIRD));
    await expect(read()).rejects.toThrow(`${THIRD}: expected a file within the dossier, got a symbolic link`);
  });

  it("with a decision that is too large", async () => {
    await writeFile(path(THIRD), Buffer.alloc(2 ** 20 + 1));
    await expect(read()).rejects.toThrow(`${THIRD}: expected at most 1048576 bytes, got 1048577`);
  });

  it("but not with a hidden file, which a program that copies may be writing", async () => {
    await writeFile(path("decisions/.0004.dsse.json.part"), "");
    expect(await read()).toHaveLength(3);
  });
});
