import { quoted } from "./foreign-text.js";
import { type CheckedDossier, DOSSIER_FILE, PAGE_FILE } from "./read-dossier.js";
import type { Subject } from "./statement.js";

/**
 * What a decision is about: the dossier, the page that people read of it, and the policies.
 * @param representatives - from 1, each of them in the dossier
 */
export function subjectsOf(checked: CheckedDossier, representatives: readonly number[]): Subject[] {
  const page = checked.pageDigest === null ? [] : [subject(PAGE_FILE, checked.pageDigest)];
  const policies = representatives.map((number) => {
    const { file, sha256 } = checked.policies[number - 1];
    return subject(file, sha256);
  });
  return [subject(DOSSIER_FILE, checked.digest), ...page, ...policies];
}

function subject(name: string, sha256: string): Subject {
  return { name, digest: { sha256 } };
}

/** Whether two lists name the same files with the same digests in the same order. */
export function sameSubjects(a: readonly Subject[], b: readonly Subject[]): boolean {
  return a.length === b.length && a.every((one, i) => isSame(one, b[i]));
}

/** The first difference, as the end of an error's sentence. */
export function describeSubjects(expected: readonly Subject[], got: readonly Subject[]): string {
  const i = expected.findIndex((one, index) => got[index] === undefined || !isSame(one, got[index]));
  if (i < 0) return `${expected.length} files, got one about ${got.length}`;
  const other = got[i] === undefined ? "nothing" : describe(got[i]);
  return `${describe(expected[i])}, got one about ${other}`;
}

function isSame(a: Subject, b: Subject): boolean {
  return a.name === b.name && a.digest.sha256 === b.digest.sha256;
}

function describe({ name, digest }: Subject): string {
  return `${quoted(name)} with SHA-256 ${digest.sha256}`;
}
