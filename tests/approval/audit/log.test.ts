import { appendFile, open, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type AuditEvent, EMPTY_HEAD, openAuditLog, verifyAuditLog } from "../../../approval/index.js";
import { scratch } from "../../client/runs/support/scratch.js";
import { changeByte } from "../support/dossiers.js";

const ZEROS = "0".repeat(64);
/** Of the first line below, and of the second, as sha256sum says. */
const HASHES = [
  "0fbef8c97f4e490f1b951b3c43088de949595fe20ebc63e8e51533d7975250f6",
  "803bc4453066b4cd73432853dfa32c836f559da32035f0c97a590c38ee13e6e8",
];
const event = (kind: string): AuditEvent => ({ kind });

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A log of two lines, written at known times. */
async function logOfTwo(): Promise<string> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-03-01T10:00:00Z") });
  const path = join(await scratch(), "audit.jsonl");
  const log = await openAuditLog(path);
  await log.append(event("one"));
  vi.setSystemTime(Date.parse("2026-03-01T10:00:01Z"));
  await log.append(event("two"));
  await log.close();
  return path;
}

const linesIn = async (path: string) => (await readFile(path, "utf8")).split("\n").slice(0, -1);

describe("an audit log", () => {
  it("is lines of which each has the hash of the one before", async () => {
    expect(await linesIn(await logOfTwo())).toEqual([
      `{"sequence":1,"time":"2026-03-01T10:00:00.000Z","previous":"${ZEROS}","event":{"kind":"one"}}`,
      `{"sequence":2,"time":"2026-03-01T10:00:01.000Z","previous":"${HASHES[0]}","event":{"kind":"two"}}`,
    ]);
  });

  it("says where it ends", async () => {
    const path = await logOfTwo();
    const { length } = await readFile(path);
    const head = { sequence: 2, hash: HASHES[1] };
    expect(await verifyAuditLog(path)).toEqual({
      head,
      size: length,
      torn: 0,
      time: "2026-03-01T10:00:01.000Z",
    });
    const log = await openAuditLog(path, head);
    expect(log.head).toEqual(head);
    await log.close();
  });

  it("is empty at first", async () => {
    const path = join(await scratch(), "audit.jsonl");
    const log = await openAuditLog(path, EMPTY_HEAD);
    expect(log.head).toEqual({ sequence: 0, hash: ZEROS });
    await log.close();
    expect(await readFile(path, "utf8")).toBe("");
  });

  it("keeps lines that are added at once in their order", async () => {
    const path = join(await scratch(), "audit.jsonl");
    const log = await openAuditLog(path);
    const kinds = Array.from({ length: 500 }, (_, i) => `event ${i}`);
    await Promise.all(kinds.map((kind) => log.append(event(kind))));
    await log.close();
    expect((await linesIn(path)).map((line) => JSON.parse(line).event.kind)).toEqual(kinds);
    expect((await verifyAuditLog(path)).head.sequence).toBe(500);
  });

  it("goes on after it was closed, with times that never go backwards", async () => {
    const path = await logOfTwo();
    vi.setSystemTime(Date.parse("2026-03-01T09:00:00Z"));
    const log = await openAuditLog(path);
    await log.append(event("three"));
    await log.close();
    const [, , third] = await linesIn(path);
    expect(JSON.parse(third)).toMatchObject({
      ...{ sequence: 3, previous: HASHES[1], time: "2026-03-01T10:00:01.000Z" },
    });
  });

  it("rejects what a full disk does not take, and goes on without it when there is room", async () => {
    const path = await logOfTwo();
    const log = await openAuditLog(path);
    const file = await open(path);
    const { write } = Object.getPrototypeOf(file);
    await file.close();
    const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    vi.spyOn(Object.getPrototypeOf(file), "write")
      .mockImplementationOnce(function (
        this: unknown,
        buffer: unknown,
        offset: unknown,
        _: unknown,
        position: unknown,
      ) {
        return write.call(this, buffer, offset, 40, position); // the rest does not fit
      })
      .mockRejectedValueOnce(full);
    await expect(log.append(event("lost"))).rejects.toThrow(
      `${path}: expected a log that can be written to, got ENOSPC: no space left on device`,
    );
    expect(log.head).toEqual({ sequence: 2, hash: HASHES[1] });
    expect(await verifyAuditLog(path)).toMatchObject({ head: log.head, torn: 40 });
    await log.append(event("3"));
    await log.close();
    expect((await linesIn(path)).map((line) => JSON.parse(line).event.kind)).toEqual(["one", "two", "3"]);
    expect(await verifyAuditLog(path)).toMatchObject({ head: log.head, torn: 0 });
  });
});

describe("a last line that its writer did not finish", () => {
  it("is told apart, wherever it ends, and overwritten", async () => {
    const path = await logOfTwo();
    const whole = await readFile(path);
    const [first] = await linesIn(path);
    for (const size of [1, 15, 30, 60, 90, first.length, whole.length - first.length - 2]) {
      await writeFile(path, whole.subarray(0, first.length + 1 + size));
      expect(await verifyAuditLog(path), `${size} bytes`).toMatchObject({
        ...{ head: { sequence: 1, hash: HASHES[0] }, torn: size },
      });
      const log = await openAuditLog(path);
      await log.append(event("another"));
      await log.close();
      expect((await linesIn(path)).map((line) => JSON.parse(line).event.kind)).toEqual(["one", "another"]);
    }
  });

  it("is not something else that has no newline", async () => {
    const path = await logOfTwo();
    await appendFile(path, '{"sequence":4,"time":"');
    await expect(verifyAuditLog(path)).rejects.toThrow(
      `${path}, line 3: expected a line, or the beginning of one, got something else`,
    );
  });

  it("is a cut log if the line was known", async () => {
    const path = await logOfTwo();
    await truncate(path, (await readFile(path)).length - 1);
    expect(await verifyAuditLog(path)).toMatchObject({ head: { sequence: 1 } });
    await expect(openAuditLog(path, { sequence: 2, hash: HASHES[1] })).rejects.toThrow(
      `${path}: expected line 2 with hash ${HASHES[1]}, got 1 lines without it: the log was cut`,
    );
  });
});

describe("a log that was changed", () => {
  it("is found by the hash in the line after, or the form of the line", async () => {
    const path = await logOfTwo();
    const [first] = await linesIn(path);
    for (let position = 0; position <= first.length; position++) {
      await changeByte(path, position);
      await expect(verifyAuditLog(path), `byte ${position}`).rejects.toThrow(`${path}, line `);
      await changeByte(path, position);
    }
    await expect(verifyAuditLog(path)).resolves.toBeDefined();
  });

  it("in its last line is found by who knows the head", async () => {
    const path = await logOfTwo();
    await writeFile(path, (await readFile(path, "utf8")).replace("two", "too"));
    expect((await verifyAuditLog(path)).head.hash).not.toBe(HASHES[1]);
    await expect(verifyAuditLog(path, { expect: { hash: HASHES[1] } })).rejects.toThrow(
      `${path}: expected line with hash ${HASHES[1]}, got 2 lines without it: the log was cut or changed`,
    );
  });

  it("is found if it was cut, by who knows an earlier head", async () => {
    const path = await logOfTwo();
    const [first] = await linesIn(path);
    await truncate(path, first.length + 1);
    await expect(verifyAuditLog(path, { expect: { hash: HASHES[1] } })).rejects.toThrow("the log was cut");
    await expect(verifyAuditLog(path, { expect: { hash: HASHES[0] } })).resolves.toBeDefined();
  });

  it("is found if a line was taken out, or two were swapped", async () => {
    const path = await logOfTwo();
    const [first, second] = await linesIn(path);
    await writeFile(path, `${second}\n`);
    await expect(verifyAuditLog(path)).rejects.toThrow(`${path}, line 1: expected sequence 1, got 2`);
    await writeFile(path, `${first}\n${first}\n`);
    await expect(verifyAuditLog(path)).rejects.toThrow(`${path}, line 2: expected sequence 2, got 1`);
  });

  it("takes no event whose line could not be read again, and goes on", async () => {
    const path = await logOfTwo();
    const log = await openAuditLog(path);
    await expect(log.append({ kind: "long", text: "x".repeat(2 ** 20) })).rejects.toThrow(
      `${path}: expected events of at most 1048320 bytes, got 1048601`,
    );
    await log.append({ kind: "long", text: "x".repeat(2 ** 20 - 300) });
    await log.close();
    expect((await verifyAuditLog(path)).head.sequence).toBe(3);
  });

  it("gives the lines that are there to who opens it", async () => {
    const path = await logOfTwo();
    const kinds: string[] = [];
    const log = await openAuditLog(path, undefined, (line) => kinds.push(line.event.kind));
    await log.close();
    expect(kinds).toEqual(["one", "two"]);
  });

  it("is found if its times go backwards", async () => {
    const path = await logOfTwo();
    const [first, second] = await linesIn(path);
    await writeFile(path, `${first}\n${second.replace("10:00:01", "09:59:59")}\n`);
    await expect(verifyAuditLog(path)).rejects.toThrow(
      `${path}, line 2: expected a time from 2026-03-01T10:00:00.000Z, got 2026-03-01T09:59:59.000Z`,
    );
  });
});
