import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type AuditEvent, type CheckedDossier, openAuditLog, readDossier } from "../../../approval/index.js";
import { writeDossier } from "../../approval/support/dossiers.js";
import { decide, publicPem } from "../../approval/support/reviewers.js";
import { scratch } from "../runs/support/scratch.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus } from "./support/program.js";

const POLICIES = ["9c9294a5d4b5…", "19d1bcbd5d6c…"];

/** A directory with a registry in which Ada approved policy 1 in the past, and a log of who was served by which policies. */
async function withLog(served: readonly number[]): Promise<string> {
  const cwd = await scratch();
  const checked = await readDossier(await writeDossier(join(cwd, "registry/gathering")));
  await decide(checked, "ada", "10:00", { representatives: [1] });
  await writeFile(
    join(cwd, "reviewers.yaml"),
    stringify({ required: 1, reviewers: [{ name: "ada", key: publicPem("ada") }] }),
  );
  const log = await openAuditLog(join(cwd, "audit.jsonl"));
  for (const representative of served)
    for (const event of service(checked, representative)) await log.append(event);
  await log.close();
  return cwd;
}

function service({ digest, policies }: CheckedDossier, representative: number): AuditEvent[] {
  const policy = { dossier: digest, representative, sha256: policies[representative - 1].sha256 };
  const agent = `person ${representative}`;
  return [
    { kind: "assigned", agent, policy },
    { kind: "acted", agent, policy, stream: agent, steps: 50 },
  ];
}

const audit = (...more: string[]) => ["audit", "audit.jsonl", ...more];
const APPROVED = ["--registry", "registry", "--reviewers", "reviewers.yaml"];

async function headOf(cwd: string): Promise<string> {
  return JSON.parse((await runCaucus(cwd, audit("--json"))).stdout).head;
}

async function linesOf(cwd: string): Promise<AuditEvent[]> {
  const text = await readFile(join(cwd, "audit.jsonl"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).event);
}

describe("caucus audit", () => {
  it("says who was served by what, and that it was approved", async () => {
    const { code, stdout, stderr } = await runCaucus(await withLog([1]), audit(...APPROVED));
    expect(code, stderr).toBe(0);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^2 lines that follow one another, until 20\d\d-\S+Z$/);
    expect(lines[1]).toMatch(/^head [0-9a-f]{64}$/);
    expect(lines[2]).toMatch(
      /^policy +dossier +representative +agents +assignments +streams +steps +first +last$/,
    );
    expect(lines[3]).toMatch(new RegExp(`^${POLICIES[0]}  [0-9a-f]{12}… +1 +1 +1 +1 +50  20`));
    expect(lines.slice(4)).toEqual([
      `${POLICIES[0]} served person 1 (50 steps)`,
      "every policy was approved when it served",
      "",
    ]);
  });

  it("counts as agents those who were named", async () => {
    const cwd = await withLog([1]);
    const log = await openAuditLog(join(cwd, "audit.jsonl"));
    const { policy } = (await linesOf(cwd)).find(({ kind }) => kind === "acted")!;
    await log.append({ kind: "acted", agent: "", policy, stream: "trial", steps: 1 });
    await log.close();
    const { stdout } = await runCaucus(cwd, audit());
    expect(stdout).toMatch(new RegExp(`^${POLICIES[0]}  [0-9a-f]{12}… +1 +1 +1 +2 +51  20`, "m"));
    expect(stdout).toContain(`${POLICIES[0]} served person 1 (50 steps), nobody by name (1 step)`);
  });

  it("finds service by a policy that was not approved", async () => {
    const cwd = await withLog([1, 2]);
    const { code, stdout, stderr } = await runCaucus(cwd, audit(...APPROVED));
    expect([code, stderr]).toEqual([
      1,
      "caucus: audit.jsonl: expected service by approved policies, got 2 lines of other service\n",
    ]);
    expect(stdout).toMatch(
      new RegExp(
        `\\n${POLICIES[1]} \\(representative 2\\): not approved then, 2 lines from line 3 of 20\\S+Z\\n$`,
      ),
    );
  });

  it("prints JSON, with everybody's name", async () => {
    const { stdout } = await runCaucus(await withLog([2]), audit("--json"));
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ lines: 2, unfinishedBytes: 0, unapproved: null },
      policies: [
        {
          ...{ representative: 2, assignments: 1, streams: 1, steps: 50 },
          agents: [{ agent: "person 2", assignments: 1, steps: 50 }],
        },
      ],
    });
  });

  it("tells a line that was not finished from a log that was cut", async () => {
    const cwd = await withLog([1, 2]);
    const [path, head] = [join(cwd, "audit.jsonl"), await headOf(cwd)];
    await truncate(path, (await readFile(path)).length - 5);
    const { code, stdout } = await runCaucus(cwd, audit());
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n\d+ bytes of a line that was never finished, nor answered\n/);
    const sentence = `audit.jsonl: expected line with hash ${head}, got 3 lines without it: the log was cut or changed`;
    await expectRefusal(cwd, audit("--expect", head), sentence);
  });

  it("finds a line that was changed", async () => {
    const cwd = await withLog([1]);
    const path = join(cwd, "audit.jsonl");
    await writeFile(path, (await readFile(path, "utf8")).replace("person 1", "person 9"));
    await expectRefusal(
      cwd,
      audit(),
      "audit.jsonl, line 2: expected to follow the line before, got another line's hash: one was changed",
    );
  });

  it("finds a dossier that does not verify", async () => {
    const cwd = await withLog([1]);
    await writeFile(join(cwd, "registry/gathering/policies/representative-2.onnx"), "another");
    const sentence = "gathering/policies/representative-2.onnx: expected the 8 bytes of dossier.json, got 7";
    await expectRefusal(cwd, audit(...APPROVED), sentence);
  });

  it.each<[string, string[], string, number]>([
    ["no log", ["audit", "none.jsonl"], "none.jsonl: expected a file that can be read, got nothing", 1],
    [
      "a hash that is none",
      audit("--expect", "abc"),
      '--expect: expected a hash of 64 hexadecimal digits, got "abc"',
      2,
    ],
    [
      "a registry without reviewers",
      audit("--registry", "registry"),
      "--registry: expected --reviewers with it, got none",
      2,
    ],
    [
      "reviewers without a registry",
      audit("--reviewers", "reviewers.yaml"),
      "--reviewers: expected --registry with it, got none",
      2,
    ],
  ])("refuses %s", async (_, args, sentence, code) => {
    await expectRefusal(await withLog([1]), args, sentence, code);
  });
});
