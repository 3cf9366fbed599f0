import { countText } from "../base/count-text.js";
import { readable } from "../base/readable-text.js";
import type { AuditRecord } from "./audit-record.js";
import { plainTable } from "./plain-table.js";

const HEADER = [
  "policy",
  "dossier",
  "representative",
  "agents",
  "assignments",
  "streams",
  "steps",
  "first",
  "last",
];

/** Number of digits that are shown of a digest. */
const SHOWN = 12;
/** Up to this many agents are named; more are only counted. */
const MAX_NAMED = 40;

export function auditText(record: AuditRecord): string {
  const { lines, head, lastTime, unfinishedBytes, policies, unapproved } = record;
  return [
    lastTime === null ? "no lines" : `${lines} lines that follow one another, until ${lastTime}`,
    `head ${head}`,
    ...(unfinishedBytes === 0
      ? []
      : [`${unfinishedBytes} bytes of a line that was never finished, nor answered`]),
    policies.length === 0 ? "nobody was served" : plainTable(HEADER, policies.map(rowOf)),
    ...policies.map(agentsText),
    ...(unapproved === null ? [] : unapprovedLines(unapproved)),
  ].join("\n");
}

function rowOf({
  sha256,
  dossier,
  representative,
  agents,
  ...use
}: AuditRecord["policies"][number]): string[] {
  const { assignments, streams, steps, first, last } = use;
  const named = agents.filter(({ agent }) => agent !== "").length;
  const counts = [representative, named, assignments, streams, steps].map(String);
  return [shortDigest(sha256), shortDigest(dossier), ...counts, first, last];
}

function agentsText({ sha256, agents }: AuditRecord["policies"][number]): string {
  const who =
    agents.length > MAX_NAMED
      ? `${agents.length} agents (--json names them)`
      : agents.map(({ agent, steps }) => `${nameOf(agent)} (${countText(steps, "step")})`).join(", ");
  return `${shortDigest(sha256)} served ${who}`;
}

/** Calls that name a policy need not say for whom it acts. */
function nameOf(agent: string): string {
  return agent === "" ? "nobody by name" : readable(agent);
}

function unapprovedLines(unapproved: NonNullable<AuditRecord["unapproved"]>): string[] {
  if (unapproved.length === 0) return ["every policy was approved when it served"];
  return unapproved.map(({ sha256, representative, known, line, time, count }) => {
    const why = known ? "not approved then" : "not in the registry";
    return `${shortDigest(sha256)} (representative ${representative}): ${why}, ${count} lines from line ${line} of ${time}`;
  });
}

function shortDigest(digest: string): string {
  return `${digest.slice(0, SHOWN)}…`;
}
